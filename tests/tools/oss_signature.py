# Copyright (c) 2026 the aval authors. Distributed under the Boost Software License, Version 1.0. See LICENSE.
"""OSS4-HMAC-SHA256 in a few lines of Python, written from the description of the service and sharing nothing with the library."""
import hashlib, hmac, urllib.parse


def mac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def digest(data):
    return hashlib.sha256(data).hexdigest()


def oss_v4(method, bucket, key, headers, secret, region, query=()):
    """The signature of OSS4-HMAC-SHA256 without additional headers; `headers` in lower case, `query` as pairs, the name of the object as it is."""
    def encode(text, safe=""):
        return urllib.parse.quote(text, safe="-_.~" + safe)
    pairs = sorted((encode(name), encode(value)) for name, value in query)
    signed = sorted((n, v.strip()) for n, v in headers.items() if n in ("content-type", "content-md5") or n.startswith("x-oss-"))
    canonical = "\n".join([method, "/" + bucket + "/" + encode(key, "/"), "&".join(n + ("=" + v if v else "") for n, v in pairs), "".join(f"{n}:{v}\n" for n, v in signed), "", "UNSIGNED-PAYLOAD"])
    date = headers["x-oss-date"]
    signing_key = ("aliyun_v4" + secret).encode()
    for part in (date[:8], region, "oss", "aliyun_v4_request"):
        signing_key = mac(signing_key, part)
    return mac(signing_key, "\n".join(["OSS4-HMAC-SHA256", date, f"{date[:8]}/{region}/oss/aliyun_v4_request", digest(canonical.encode())])).hex()
