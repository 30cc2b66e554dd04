//! Builds anew when a file is added to a folder that is embedded in the binary.

fn main() {
    for folder in ["templates", "messages", "data", "fonts", "locations.toml"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
