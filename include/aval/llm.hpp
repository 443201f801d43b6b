// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/*  The room llm: models of OpenAI-compatible servers, and the loop that runs their tools. */

#include "aval/llm/assembler.hpp"
#include "aval/llm/chat_client.hpp"
#include "aval/llm/crew.hpp"
#include "aval/llm/errors.hpp"
#include "aval/llm/guarded_tools.hpp"
#include "aval/llm/messages.hpp"
#include "aval/llm/model.hpp"
#include "aval/llm/scripted_model.hpp"
#include "aval/llm/tool_loop.hpp"
