# What is installed, and the Debian packages made of it: one with the command and
# the plugin, and one with the clangd, which needs libraries that nothing else does.
#
# The plugin lies in a folder of its own LLVM, and LLVM's library folder has a
# link to it: `clang-tidy-22 -load holdfast-tidy.so` then finds its own build of
# the plugin, whatever other LLVM has one too.
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME main)
set(HOLDFAST_LLVM_DIR lib/holdfast/llvm${HOLDFAST_LLVM})
install(TARGETS holdfast-tidy LIBRARY DESTINATION ${HOLDFAST_LLVM_DIR})
install(CODE "
  set(folder \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/lib/llvm-${HOLDFAST_LLVM}/lib\")
  file(MAKE_DIRECTORY \${folder})
  file(CREATE_LINK ../../holdfast/llvm${HOLDFAST_LLVM}/holdfast-tidy.so
    \${folder}/holdfast-tidy.so SYMBOLIC)")
set(HOLDFAST_MAIN_TOOLS ${HOLDFAST_TOOLS})
list(REMOVE_ITEM HOLDFAST_MAIN_TOOLS holdfast-clangd)
install(TARGETS ${HOLDFAST_MAIN_TOOLS} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY include/holdfast DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
# Compiled into the programs; installed to be read and copied from, with the
# schema that editors find.
install(DIRECTORY models/ DESTINATION ${CMAKE_INSTALL_DATADIR}/holdfast/models
  FILES_MATCHING PATTERN "*.yaml" PATTERN "schema.json")
install(FILES integrations/cmake/HoldfastConfig.cmake DESTINATION lib/cmake/Holdfast)
install(FILES integrations/completion/holdfast.bash
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME holdfast)
install(FILES docs/man/holdfast.1 docs/man/holdfast-clang-tidy.1
  DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
set(HOLDFAST_DOC_DIR ${CMAKE_INSTALL_DATADIR}/doc/holdfast-${HOLDFAST_LLVM})
install(FILES README.md CONTRIBUTING.md LICENSE DESTINATION ${HOLDFAST_DOC_DIR})
install(FILES LICENSE DESTINATION ${HOLDFAST_DOC_DIR} RENAME copyright)
install(DIRECTORY docs DESTINATION ${HOLDFAST_DOC_DIR}
  PATTERN "TEMPLATE" EXCLUDE PATTERN "man" EXCLUDE)
install(FILES ${HOLDFAST_PAGES_INDEX} DESTINATION ${HOLDFAST_DOC_DIR}/docs/checks)

set(CPACK_GENERATOR DEB)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_COMPONENTS_ALL main)
set(CPACK_PACKAGE_NAME holdfast-${HOLDFAST_LLVM})
set(CPACK_PACKAGE_VENDOR "The Holdfast project")
set(CPACK_PACKAGE_CONTACT "The Holdfast project")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(HOLDFAST_PACKAGE_LIBRARIES
  "libclang-cpp${HOLDFAST_LLVM}, libllvm${HOLDFAST_LLVM}, libc6, libstdc++6")
set(CPACK_DEBIAN_MAIN_PACKAGE_NAME holdfast-${HOLDFAST_LLVM})
set(CPACK_DEBIAN_MAIN_FILE_NAME holdfast-${HOLDFAST_LLVM}_${PROJECT_VERSION}.deb)
set(CPACK_DEBIAN_MAIN_PACKAGE_DEPENDS
  "clang-tidy-${HOLDFAST_LLVM}, ${HOLDFAST_PACKAGE_LIBRARIES}")
set(CPACK_DEBIAN_MAIN_PACKAGE_RECOMMENDS git) # for --since
set(CPACK_COMPONENT_MAIN_DESCRIPTION
  "The command holdfast, the plugin for clang-tidy-${HOLDFAST_LLVM}, and a clang-tidy with the checks in it.")

if(TARGET holdfast-clangd)
  install(TARGETS holdfast-clangd RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT clangd)
  install(FILES docs/man/holdfast-clangd.1
    DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT clangd)
  install(FILES LICENSE RENAME copyright COMPONENT clangd
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/holdfast-clangd-${HOLDFAST_LLVM})
  list(APPEND CPACK_COMPONENTS_ALL clangd)
  set(CPACK_DEBIAN_CLANGD_PACKAGE_NAME holdfast-clangd-${HOLDFAST_LLVM})
  set(CPACK_DEBIAN_CLANGD_FILE_NAME
    holdfast-clangd-${HOLDFAST_LLVM}_${PROJECT_VERSION}.deb)
  # Clang's own headers come with libclang-common, which clangd's users have too.
  set(CPACK_DEBIAN_CLANGD_PACKAGE_DEPENDS
    "${HOLDFAST_PACKAGE_LIBRARIES}, libclang-common-${HOLDFAST_LLVM}-dev, libgrpc++1.51, libgrpc29, libprotobuf32, libabsl20220623")
  set(CPACK_DEBIAN_CLANGD_PACKAGE_RECOMMENDS holdfast-${HOLDFAST_LLVM})
  set(CPACK_COMPONENT_CLANGD_DESCRIPTION
    "A language server for every editor: clangd ${HOLDFAST_LLVM} with the checks in it, and on.")
endif()
set(CPACK_DEBIAN_MAIN_PACKAGE_ENHANCES clang-tidy-${HOLDFAST_LLVM})
# The tools and the header have the same names whatever the LLVM.
foreach(other 19 22)
  if(NOT other EQUAL HOLDFAST_LLVM)
    list(APPEND HOLDFAST_CONFLICTS holdfast-${other})
  endif()
endforeach()
list(JOIN HOLDFAST_CONFLICTS ", " CPACK_DEBIAN_MAIN_PACKAGE_CONFLICTS)
include(CPack)
