"""The stack on this machine: a local AWS, and template.yaml deployed into it.

What is true of MiniStack 1.5.33, and is relied on or worked around here:

- It runs Python handlers in processes of its own interpreter, layers first on the path, with its
  own boto3 behind them. Layers and functions are therefore built for that interpreter and
  byte-compiled with it: a worker unpacks its zips anew at each cold start.
- It starts a worker for every call that finds none free, however many start already: `patient`.
- It reads state machine definitions in JSON only: `package` converts YAML.
- It does not import an OpenAPI body's gateway responses: `gateway` puts them there.
- It gives a REST API a new id whenever its body changes, and its events carry no domain name: the
  parameter PublicUrl has the places `{api_id}` and `{stage}` for the functions to fill.
- It accepts parameters that a template does not have: `tests/template` holds the two together.
- It evaluates policies on request only, and some of them in names of its own: see `policies`.
- A handler that fails in a `.waitForTaskToken` state is not seen by the machine, which waits on.
- It keeps its state on a graceful stop only; a running execution comes back as FAILED, without an
  event.
"""
