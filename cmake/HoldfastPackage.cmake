# What is installed, and the Debian package made of it.
#
# The plugin lies in a folder of its own LLVM, and LLVM's library folder has a
# link to it: `clang-tidy-22 -load holdfast-tidy.so` then finds its own build of
# the plugin, whatever other LLVM has one too.
set(HOLDFAST_LLVM_DIR lib/holdfast/llvm${HOLDFAST_LLVM})
install(TARGETS holdfast-tidy LIBRARY DESTINATION ${HOLDFAST_LLVM_DIR})
install(CODE "
  set(folder \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/lib/llvm-${HOLDFAST_LLVM}/lib\")
  file(MAKE_DIRECTORY \${folder})
  file(CREATE_LINK ../../holdfast/llvm${HOLDFAST_LLVM}/holdfast-tidy.so
    \${folder}/holdfast-tidy.so SYMBOLIC)")
install(TARGETS ${HOLDFAST_TOOLS} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY include/holdfast DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY models/ DESTINATION ${CMAKE_INSTALL_DATADIR}/holdfast/models
  FILES_MATCHING PATTERN "*.yaml" PATTERN "*.json")
install(FILES integrations/cmake/HoldfastConfig.cmake DESTINATION lib/cmake/Holdfast)
install(FILES integrations/completion/holdfast.bash
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME holdfast)
install(FILES docs/man/holdfast.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
set(HOLDFAST_DOC_DIR ${CMAKE_INSTALL_DATADIR}/doc/holdfast-${HOLDFAST_LLVM})
install(FILES README.md CONTRIBUTING.md LICENSE DESTINATION ${HOLDFAST_DOC_DIR})
install(FILES LICENSE DESTINATION ${HOLDFAST_DOC_DIR} RENAME copyright)
install(DIRECTORY docs DESTINATION ${HOLDFAST_DOC_DIR}
  PATTERN "TEMPLATE" EXCLUDE PATTERN "man" EXCLUDE)
install(FILES ${HOLDFAST_PAGES_INDEX} DESTINATION ${HOLDFAST_DOC_DIR}/docs/checks)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME holdfast-${HOLDFAST_LLVM})
set(CPACK_PACKAGE_VENDOR "The Holdfast project")
set(CPACK_PACKAGE_CONTACT "The Holdfast project")
set(CPACK_PACKAGE_FILE_NAME holdfast-${HOLDFAST_LLVM}_${PROJECT_VERSION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_DEPENDS
  "clang-tidy-${HOLDFAST_LLVM}, libclang-cpp${HOLDFAST_LLVM}, libllvm${HOLDFAST_LLVM}, libc6, libstdc++6")
if(TARGET holdfast-clangd)
  string(APPEND CPACK_DEBIAN_PACKAGE_DEPENDS
    ", libgrpc++1.51, libgrpc29, libprotobuf32, libabsl20220623")
endif()
set(CPACK_DEBIAN_PACKAGE_ENHANCES clang-tidy-${HOLDFAST_LLVM})
# The tools and the header have the same names whatever the LLVM.
foreach(other 19 22)
  if(NOT other EQUAL HOLDFAST_LLVM)
    list(APPEND HOLDFAST_CONFLICTS holdfast-${other})
  endif()
endforeach()
list(JOIN HOLDFAST_CONFLICTS ", " CPACK_DEBIAN_PACKAGE_CONFLICTS)
include(CPack)
