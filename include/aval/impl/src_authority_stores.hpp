// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/* One part of src_authority.hpp: its stores. */

#include "aval/impl/src_begin.hpp"
// behind it, the bodies
#include "aval/authority/impl/store.hpp"
#include "aval/authority/impl/store_sqlite.hpp"

namespace aval {
inline namespace v0 {
namespace authority {

template class basic_memory_store<void>;
template std::shared_ptr<sqlite_store> sqlite_store::make<void>(any_io_executor, sqlite_options);

}  // namespace authority
}  // namespace v0
}  // namespace aval
