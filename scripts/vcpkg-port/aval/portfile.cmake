# Overlay port that packages the checkout it stands in:
#   vcpkg install 'aval[authority,yaml,deflate,pdf]' --overlay-ports=PATH/scripts/vcpkg-port
get_filename_component(SOURCE_PATH "${CURRENT_PORT_DIR}/../../.." ABSOLUTE)
set(VCPKG_BUILD_TYPE release)  # headers only

vcpkg_check_features(OUT_FEATURE_OPTIONS FEATURE_OPTIONS
  FEATURES tools AVAL_BUILD_TOOLS
  INVERTED_FEATURES authority CMAKE_DISABLE_FIND_PACKAGE_SQLite3 yaml CMAKE_DISABLE_FIND_PACKAGE_yaml-cpp deflate CMAKE_DISABLE_FIND_PACKAGE_ZLIB
    pdf CMAKE_DISABLE_FIND_PACKAGE_libharu pdf CMAKE_DISABLE_FIND_PACKAGE_unofficial-libharu)
vcpkg_cmake_configure(SOURCE_PATH "${SOURCE_PATH}" OPTIONS ${FEATURE_OPTIONS} -DAVAL_INSTALL=ON)
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(PACKAGE_NAME aval CONFIG_PATH share/cmake/aval)
vcpkg_fixup_pkgconfig()
if("tools" IN_LIST FEATURES)
  vcpkg_copy_tools(TOOL_NAMES aval agent-identity-cli AUTO_CLEAN)
endif()
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug" "${CURRENT_PACKAGES_DIR}/lib" "${CURRENT_PACKAGES_DIR}/share/licenses")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
file(INSTALL "${CURRENT_PORT_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
