// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/* The bodies of the AIM agent, beside those of src_net.hpp; see aval/core/compilation.hpp. */

#include "aval/impl/src_begin.hpp"
// behind it, the bodies
#include "aval/aim/impl/agent.hpp"
#include "aval/aim/impl/audit_pager.hpp"
#include "aval/aim/impl/capabilities.hpp"
#include "aval/aim/impl/client.hpp"
#include "aval/aim/impl/compliance.hpp"
#include "aval/aim/impl/compliance_stream.hpp"
#include "aval/aim/impl/mcp_servers.hpp"
#include "aval/aim/impl/secure.hpp"
#include "aval/aim/impl/token_source.hpp"

namespace aval {
inline namespace v0 {
namespace aim {

template class basic_client<void>;
template class basic_audit_pager<void>;
template class basic_agent<void>;
template class basic_token_source<void>;
template awaitable<std::uint64_t> export_compliance_report_to<void>(agent, awaited<compliance_request>, compliance_sink, compliance_watcher);
template awaitable<capability_request> request_capability<void>(agent, std::string, std::string);
template awaitable<capability_grant> declare_capability<void>(agent, std::string);
template awaitable<capability_grant> declare_capability<void>(agent, std::string, json::value);
template awaitable<std::vector<capability_grant>> list_capabilities<void>(agent, bool);
template awaitable<capability_report_answer> report_capabilities<void>(agent, awaited<capability_report>);
template class basic_mcp_usage<void>;
template awaitable<mcp_registration> register_mcp_server<void>(agent, std::string, std::string, std::vector<std::string>, const std::map<std::string, std::string>&);
template awaitable<mcp_registration> register_mcp_server<void>(agent, awaited<mcp_server_description>);
template awaitable<mcp_registration> register_mcp_server<void>(agent, const mcp::configured_server&);
template awaitable<mcp_registrations> register_all_mcp_servers<void>(agent);
template awaitable<mcp_registrations> register_all_mcp_servers<void>(agent, const std::vector<mcp::configured_server>&);
template awaitable<mcp_server_list> list_mcp_servers<void>(agent, std::size_t, std::size_t);
template awaitable<mcp_relation_answer> relate_mcp_servers<void>(agent, awaited<mcp_relation_message>);
template awaitable<mcp_detection_answer> report_mcp_servers<void>(agent, const std::vector<mcp::configured_server>&);
template awaitable<mcp_detection_answer> report_detections<void>(agent, std::vector<mcp_detection>);
template awaitable<mcp_detection_answer> announce_sdk<void>(agent, std::vector<std::string>);
template awaitable<mcp_detection_status> get_detection_status<void>(agent);
template awaitable<mcp_attestation_answer> attest_mcp_server<void>(agent, std::string, awaited<attestation>);
template awaitable<mcp_connection_answer> connect_mcp<void>(agent, awaited<mcp_connection_message>);
template capability_risk assess_risk<void>(const process_capabilities&);
template capability_report inspect_process<void>();
template std::vector<std::string> loaded_capabilities<void>();
template awaitable<agent> secure<void>(std::string);
template awaitable<agent> secure<void>(std::string, awaited<secure_options>);
template awaitable<agent> secure<void>(std::string, awaited<config>);

}  // namespace aim
}  // namespace v0
}  // namespace aval
