// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

// The vectors of AIM specification 1.12: the exact bytes that were signed, made with a frozen clock. K0 is the seed 00..1f, K1 that
// of RFC 8032 test 1.

#include <cstddef>
#include <string_view>

namespace aim_vectors {

struct vector {
  const char* id;
  const char* kind;
  bool k1;  // signed with K1, otherwise with K0
  std::string_view message;
  std::size_t bytes;
  const char* sha256;
  const char* signature;
};

inline constexpr const char* k0_private = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8DoQe/884Qvh1w3RjnS8CZZ+TWMJulDV8d3IZkElUxuA==";
inline constexpr const char* k0_public = "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=";
inline constexpr const char* k1_private = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg==";
inline constexpr const char* k1_public = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

inline constexpr vector all[] = {
    {"H1", "header-signature", false,
     R"~(GET
/api/v1/sdk-api/verifications/99999999-aaaa-4bbb-8ccc-dddddddddddd
1761321600)~",
     81, "d5e7d6b0f8c6a8877d7e45e4a80ca9c7a0d416c1527a9d91111bec77990d9be0",
     "3GCqSlespyFQTt+Wr8MTwG9Ig6B3+eW2dT6hkTnILg9OBnlue96G40Dky4Pm1QCUKZ8+LSZXzYvEL+qi4fFaDA=="},
    {"H2", "header-signature", false,
     R"~(POST
/api/v1/sdk-api/agents/11111111-2222-4333-8444-555555555555/capability-requests
1761321600
{"capability_type": "write_db", "reason": "need it for tests"})~",
     158, "bdff266cf80f40392da981a1879a156a989954201aa6f444d9349e0a929d502c",
     "IffsO6ofH3SQ7lp6sIop7hCktym/r1P73i43C51vKhONvs+GdSW4vgXKlRir/kULvqH3Ppud9Qm5cjfuI0B0BA=="},
    {"H3", "header-signature", true,
     R"~(POST
/api/v1/sdk-api/agents/11111111-2222-4333-8444-555555555555/capability-requests
1761321600
{"capability_type": "write_db", "reason": "donn\u00e9es \ud83d\ude00 <&> / \"q\" \\ \t\u2028 \u007f"})~",
     197, "674806674725e3a62d5d060a1556f50248a170b11b0ae44a8eb6b3405ed9e66e",
     "pLJpJgYkQOoKG6bwB2CnxSvAk37iFUf31N0uweOOuW/cfWKM133qVdGr/ayhzB7OojvMcku4+g87buFfASsVCA=="},
    {"H4", "header-signature", false,
     R"~(GET
/api/v1/agents?limit=10&offset=0
1761321600)~",
     47, "fcafb21563689f4c001774a6257a69ca733e523d59f5faf24b402acd46e05f44",
     "LQZ0VaFv3I/iWX3i+nZLhHEeuBLVXf2lzR/OY4FKZQvFqTbKwlshpgvEPTsqoqOIrOXOcdCXHt5MOdfyWyEjAw=="},
    {"H5", "header-signature", false,
     R"~(DELETE
/api/v1/agents/11111111-2222-4333-8444-555555555555
1761321600)~",
     69, "2ee3a5c8435396313ebb906abd6b4dfaa3d08bb144483b62823851a33694d9ea",
     "NrRE+y+nP6gXtleQ3azmDknCbQ/lag982J+4zAZwC+tiS+02Kh997IPV2FlwwlA+u0kOLePSApo7E2POGYJQCA=="},
    {"H6", "header-signature", false,
     R"~(POST
/api/v1/detection/agents/11111111-2222-4333-8444-555555555555/report
1761321600
{"detections": [{"confidence": 95.0, "detectionMethod": "claude_config", "mcpServer": "filesystem", "timestamp": "2025-10-09T12:00:00Z"}]})~",
     223, "aa5e7e3bedfdd79a92ae7feeeb5aef235b86430be42231756242d24a2b26cf78",
     "glmZmAUBNWg5yUbK/8WVeVS4xJTONae3FdbhHKS+EurLsigReCA/y0GSmmt1MxCy5wrwbcvY12+jDWawL0xxDA=="},
    {"V1", "verification-body", false,
     R"~({"action_type": "read_database", "agent_id": "11111111-2222-4333-8444-555555555555", "context": {}, "resource": "users_table", "timestamp": "2025-10-24T16:00:00.123456Z"})~",
     170, "341b9a3b418bd208a4cf400bbfccc4b28c62cc3115ad6c8e1cfb1c4a5c727fbb",
     "Zna6Y0vJG0WaLuH957I2q7KMkWva93EVfZKF0GqxVy7cEHv8EwQ5WO7nDSs5NE4rJCZkEaTBjlZRQANoUBcAAw=="},
    {"V2", "verification-body", false,
     R"~({"action_type": "ping", "agent_id": "11111111-2222-4333-8444-555555555555", "context": {}, "resource": null, "timestamp": "2025-10-24T16:00:00.123456Z"})~",
     152, "567dcafb55788fafd0f6404381647fa83cdde0bfe31949eec8799e567ffd437a",
     "Z6092p5t3e3XSNm414FHS0Jcn1XxP8tRE7XBxTpKCgI+htjpDuQam6ezjyInVpwZ1fKpKu4+aWcd0mwY78R/DA=="},
    {"V3", "verification-body", false,
     R"~({"action_type": "ping", "agent_id": "11111111-2222-4333-8444-555555555555", "context": {}, "resource": "", "timestamp": "2025-10-24T16:00:00.123456Z"})~",
     150, "f7340ffa148b20e1ffe3adbfa54caecc6a8327281e6d3d068e79c1f1ccad9fcd",
     "IylTGgkrBN438SGnbp9k6xpGNdiR7zodTI8oDTVLksQhaJMuN3LnML3Sxga/drop7wSP5bH6jOz7EYVu1IxpDA=="},
    {"V4", "verification-body", false,
     R"~({"action_type": "ping", "agent_id": "11111111-2222-4333-8444-555555555555", "context": {}, "resource": null, "timestamp": "2025-10-24T16:00:00Z"})~",
     145, "8f2fbf418def219f4a2f7b3ab7059ef1761e9956050930c6ee1d9ca54f79a104",
     "RuhsftwLQAyzVdsarDnCzU9eZBBW+yph9L2G5H630un8a/wf/661xnedZ9H6/1yXX43dTW5NXJEjXV/aBq4eDw=="},
    {"V5", "verification-body", true,
     R"~({"action_type": "send_email", "agent_id": "11111111-2222-4333-8444-555555555555", "context": {"subject": "a,b:c \"q\" \\ / <b>&</b> \n\t\u2028", "\u00fcn\u00ef": "\u043a\u043b\u044e\u0447"}, "resource": "jos\u00e9@ex\u00e4mple.com \ud83d\ude00", "timestamp": "2025-10-24T16:00:00.123456Z"})~",
     289, "d337c6f98eb2f84311526955fa9196a8a5ac3a82ac2d54da0697969ea9399705",
     "bBf2MtJ1MIxJ8RlvW06lMMnQAFMHZCoKAaUCwb5zyJfl2auufrddQw9Hj1xVKuPh8Uq82TFRZlbrqS5kwFhzBw=="},
    {"V6", "verification-body", true,
     R"~({"action_type": "calc", "agent_id": "11111111-2222-4333-8444-555555555555", "context": {"arr": [1, [2, {"a": 2, "b": 1}], []], "big": 12345678901234567890, "e16": 1e+16, "e22": 1e+22, "emp": {}, "f": 1.0, "g": 2.5, "n": null, "neg": -0.0, "p1": 0.1, "small": 1e-07, "t": true, "third": 0.3333333333333333}, "resource": "r", "timestamp": "2025-10-24T16:00:00.123456Z"})~",
     367, "17ee63e89785edc29a6232e51d435ee6bdfbc0b5f12a989a3e505617ec4a7d7e",
     "0OrQMtbL4T873i8ue9TLGJekugIBgMwTxujpnas1lfUuh1Ucz1o1yBywRnhZGzV+E+qBZp6a51x4mjS79N3vDA=="},
    {"V7", "verification-body", false,
     R"~({"action_type": "delete_user", "agent_id": "11111111-2222-4333-8444-555555555555", "context": {"10": 5, "9": 6, "Alpha": 4, "Zeta": 1, "_x": 3, "alpha": 2, "z": 8, "\u00e9": 7}, "resource": "users/12345", "timestamp": "2025-10-24T16:00:00.123456Z"})~",
     248, "1f2b688b5fad43901b7ef9f18547c1c0eb3258b932258a53e39d9eb964ed38e2",
     "bXRqNEwq1KDmaS+PhaP8sBLB1HHlKJtSgW+4hraf3BLRuOTvovimYDV9RB/cTUA2FGMAdG4vKvYueJN68AoFBA=="},
    {"V8", "verification-body", false,
     R"~({"action_type": "get_weather", "agent_id": "11111111-2222-4333-8444-555555555555", "context": {"args": "('San Francisco',)", "function_name": "get_weather", "module": "__main__", "risk_level": "low"}, "resource": null, "timestamp": "2025-10-24T16:00:00.123456Z"})~",
     262, "4233b3f96010d251b8eab6bfa1d5906a919711902f58dbdc2a99f9d8604a4e83",
     "FKnfiDZXbbPm/Kg/IvyhSccOLK9A0SH0Wbg45B7S48CISU6g3+Euze0wZuyh9HcoXn3+kb1FENzlTfYEvPxxDA=="},
    {"A1", "mcp-attestation", false,
     R"~({"agent_id":"11111111-2222-4333-8444-555555555555","capabilities_found":["read_file","list"],"connection_latency_ms":12.5,"connection_successful":true,"health_check_passed":true,"mcp_name":"fs","mcp_url":"http://localhost:3000","sdk_version":"1.0.0","timestamp":"2026-11-20T19:36:44.038163+00:00"})~",
     297, "fc78407874c33548d7a134274474291a18071525ef038f9f83c06e0cdc1c0338",
     "VlLixYE3bN2X4V7Tr/B+Md2h8AbhxeoZPCy/uJYAQObFbzHX5srfSe99zmEmhnmxTHxhauA1eIxjggOhtiipBg=="},
    {"A2", "mcp-attestation", false,
     R"~({"agent_id":"11111111-2222-4333-8444-555555555555","capabilities_found":[],"connection_latency_ms":0.0,"connection_successful":true,"health_check_passed":true,"mcp_name":"fs","mcp_url":"http://localhost:3000","sdk_version":"1.0.0","timestamp":"2026-11-20T19:36:44.038640+00:00"})~",
     278, "d1af7e0c376588d27aaae23c70f659e0918a615711adf95edf7f64d9a2da2694",
     "jNIxix8GQd/BkcEBIzSx3K7nrX9u8RUWMak4hGvXMf2xPoQP8aH6fTaY5oQwpjrua+86/7b/td0aocgB4fVeAQ=="},
    {"P1", "poll-G3", false,
     R"~(GET
/api/v1/sdk-api/verifications/99999999-aaaa-4bbb-8ccc-dddddddddddd
11111111-2222-4333-8444-555555555555
1761321600)~",
     118, "25b39c0135b156455e393de3f5011c751a4262ca2ba90927d5d51a1cb3a13e2e",
     "aahQBOsIKW53SPdoeqrnJN2fKvBrGIhy411G8V62ppB9wMS4Wo8H+r8zkQRS9NcaErZgoo0we8NYRq+6E+pxCQ=="},
    {"T1", "ts-sdk", false,
     R"~(1761321600:POST:/api/v1/verify:015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862)~",
     95, "bfc766ede81e765c5c35f9e1c919535bdb5fdf32432d798d4db3f16cf79649c5",
     "3k736obYRU6d8BpAXtroqPeizocslsGRYiRBK4u56M7CKDMUgbLfwUYGFJStiX3WcmiETVC56PJB9cHkvT2qAA=="},
    {"T2", "ts-sdk", false,
     R"~(1761321600:POST:/api/v1/verify:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855)~",
     95, "e200ca303b3e16b21a634cae1d8a2dd716c7b04c83b27283fd00ecc732e5f97d",
     "RLgLa9iBZYD56bpaBsTSKmpfQXpNRIzIeJlQRqAlfYc+EEJy66lBJQVkupDgQRZTOvpnBJW/DweWbroacDreBg=="},
    {"R1", "rotation-proof (project extension)", true,
     R"~(rotate:11111111-2222-4333-8444-555555555555:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=:1761321600)~",
     99, "2d2a331c094d419cf3bcabbed46f66129d2e59bd46a50fd8fc4ebeeab9c1ba7d",
     "S5jVHQfT2VyAxmkyCDHNioHS7l8joWX4drMnqWnipd3ci9EgLK5CbIakahy4P6oQAo0HfTuzVu3AuTOXohlQDA=="},
    {"S1", "self-registration (project extension)", false,
     R"~(POST
/api/v1/public/agents/register
1761321600
{"agent_type": "ai_agent", "description": "d", "display_name": "my-agent", "name": "my-agent", "public_key": "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg="})~",
     203, "4d2295245dd203672d850c60eb4486c296fb0020da40f8e213cd7d8f864b6957",
     "n3Ky8d8j/ZEI+7y7IxHtHJh0PEfxHz11kDW/NnwJpk/tn5tNPIvo/MtlelYo1J7Omu+FJzqg5Q4wqS4ANv/DBw=="},
};

}  // namespace aim_vectors
