"""The command `docsmith`: run the stack on this machine, submit, watch, download."""
