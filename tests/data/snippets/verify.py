import hashlib
import hmac
import sys
import time


# [snippet]
def is_ours(secret: str, timestamp: str, signature: str, raw_body: bytes) -> bool:
    """X-Overten-Timestamp, X-Overten-Signature and the body exactly as it came."""
    signed = timestamp.encode() + b"." + raw_body
    expected = "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    fresh = abs(time.time() - int(timestamp)) <= 300
    return fresh and hmac.compare_digest(expected, signature)
# [/snippet]


if __name__ == "__main__":
    sys.exit(0 if is_ours(*sys.argv[1:4], sys.stdin.buffer.read()) else 1)
