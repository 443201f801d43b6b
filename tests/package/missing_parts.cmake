# Without SQLite, yaml-cpp, zlib and libharu the parts that need them are left out with one line each, and the rest works.
function(run expect_success result)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  string(REGEX REPLACE "[ \n]+" " " output "${output}")  # CMake wraps messages
  if(expect_success AND status)
    message(FATAL_ERROR "failed: ${ARGN}\n${output}")
  elseif(NOT expect_success AND NOT status)
    message(FATAL_ERROR "must fail: ${ARGN}\n${output}")
  endif()
  set(${result} "${output}" PARENT_SCOPE)
endfunction()
function(must_say output)
  foreach(text IN LISTS ARGN)
    string(FIND "${output}" "${text}" at)
    if(at EQUAL -1)
      message(FATAL_ERROR "expected: ${text}\nin: ${output}")
    endif()
  endforeach()
endfunction()

file(REMOVE_RECURSE "${WORK}")
set(common -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${COMPILER}")
set(neither -DCMAKE_DISABLE_FIND_PACKAGE_SQLite3=ON -DCMAKE_DISABLE_FIND_PACKAGE_yaml-cpp=ON -DCMAKE_DISABLE_FIND_PACKAGE_ZLIB=ON -DCMAKE_DISABLE_FIND_PACKAGE_libharu=ON)
run(TRUE output "${CMAKE_COMMAND}" -S "${SOURCE}" -B "${WORK}/library" ${common} ${neither})
must_say("${output}" "the part 'authority' is left out, since SQLite 3 was not found" "libsqlite3-dev"
  "the part 'yaml' is left out, since yaml-cpp was not found" "libyaml-cpp-dev"
  "the part 'deflate' is left out, since zlib was not found" "zlib1g-dev"
  "the part 'pdf' is left out, since libharu was not found" "libhpdf-dev")

# a user of the installed package
file(WRITE "${WORK}/user/CMakeLists.txt" "cmake_minimum_required(VERSION 3.23)
project(user CXX)
find_package(aval REQUIRED COMPONENTS \${PARTS})
if(NOT TARGET aval::aval)
  message(FATAL_ERROR \"no aval::aval\")
endif()
foreach(part authority yaml deflate pdf)
  if(NOT part IN_LIST PARTS AND NOT HAS AND TARGET aval::\${part})
    message(FATAL_ERROR \"a target without its library: \${part}\")
  endif()
endforeach()
")
run(TRUE output "${CMAKE_COMMAND}" -S "${WORK}/user" -B "${WORK}/user/1" ${common} ${neither} "-DCMAKE_PREFIX_PATH=${STAGE}")
run(FALSE output "${CMAKE_COMMAND}" -S "${WORK}/user" -B "${WORK}/user/2" ${common} ${neither} "-DCMAKE_PREFIX_PATH=${STAGE}" -DPARTS=yaml)
must_say("${output}" "yaml-cpp was not found" "apt-get install libyaml-cpp-dev")
run(FALSE output "${CMAKE_COMMAND}" -S "${WORK}/user" -B "${WORK}/user/3" ${common} ${neither} "-DCMAKE_PREFIX_PATH=${STAGE}" -DPARTS=authority)
must_say("${output}" "SQLite 3 was not found" "apt-get install libsqlite3-dev")
run(FALSE output "${CMAKE_COMMAND}" -S "${WORK}/user" -B "${WORK}/user/4" ${common} "-DCMAKE_PREFIX_PATH=${STAGE}" -DPARTS=toaster)
must_say("${output}" "aval has no part 'toaster'")

# what nothing works without
run(FALSE output "${CMAKE_COMMAND}" -S "${SOURCE}" -B "${WORK}/no_openssl" ${common} -DCMAKE_DISABLE_FIND_PACKAGE_OpenSSL=ON)
must_say("${output}" "OpenSSL 3.0 or newer was not found" "apt-get install libssl-dev")
run(FALSE output "${CMAKE_COMMAND}" -S "${WORK}/user" -B "${WORK}/user/5" ${common} "-DCMAKE_PREFIX_PATH=${STAGE}" -DCMAKE_DISABLE_FIND_PACKAGE_OpenSSL=ON)
must_say("${output}" "OpenSSL 3.0 or newer was not found")
run(FALSE output "${CMAKE_COMMAND}" -S "${SOURCE}" -B "${WORK}/no_asio" ${common} "-DAVAL_ASIO_ROOT=${WORK}/nowhere")
must_say("${output}" "standalone Asio 1.22 or newer was not found")

# the release preset without GoogleTest, Google Benchmark, Boost and the other peers of the benchmarks
run(TRUE output "${CMAKE_COMMAND}" --preset release -S "${SOURCE}" -B "${WORK}/release" ${common} -DCMAKE_DISABLE_FIND_PACKAGE_GTest=ON
  -DCMAKE_DISABLE_FIND_PACKAGE_benchmark=ON -DAVAL_BOOST_INCLUDE=OFF -DAVAL_RAPIDJSON_INCLUDE=OFF -DAVAL_NLOHMANN_INCLUDE=OFF -DAVAL_SIMDJSON_INCLUDE=OFF)
