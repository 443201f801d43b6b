// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/*  Header-only, or compiled once.
 *
 *  Without a definition every header brings its bodies along. With AVAL_SEPARATE_COMPILATION defined for the whole program the headers
 *  declare only, and one source file of the program holds the bodies:
 *
 *      #include <aval/impl/src.hpp>              // the part for which nothing but aval::aval is needed
 *      #include <aval/impl/src_acp.hpp>          // where aval/acp is used
 *      #include <aval/impl/src_relay.hpp>        // where aval/relay is used
 *      #include <aval/impl/src_mcp.hpp>          // where sessions, servers and clients of aval/mcp are used
 *      #include <aval/impl/src_mcp_http.hpp>     // where these speak over HTTP
 *      #include <aval/impl/src_emulator.hpp>     // where aval/emulator is used
 *      #include <aval/impl/src_authority.hpp>    // where aval/authority is used
 *
 *  Bodies are in <room>/impl/. AVAL_DECL stands before those that are no templates; templates over `class Lazy` are instantiated by
 *  these for void. All translation units of a program must agree. */

#if defined(AVAL_SEPARATE_COMPILATION)
#  define AVAL_DECL
#else
#  define AVAL_DECL inline
#endif
