"""The words everybody uses: vocabulary, code lists, shapes and named questions. Imports nothing of ours."""
