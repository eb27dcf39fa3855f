//! The standard library, embedded as a static table of files: `stdlib/` of the repository, as the compiler was built with.

include!(concat!(env!("OUT_DIR"), "/files.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_sorted_and_tests_are_apart() {
        assert!(FILES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(FILES.iter().all(|(path, _)| path.contains(".zc") && !path.contains("_test.zc")));
        assert!(TEST_FILES.iter().all(|(path, _)| path.contains("_test.zc")));
        assert_eq!(CONTENT_HASH.len(), 32);
    }

    #[test]
    fn paths_are_relative_to_the_library() {
        assert!(FILES.iter().any(|(path, _)| *path == "vocabulary/assets.zc"));
    }
}
