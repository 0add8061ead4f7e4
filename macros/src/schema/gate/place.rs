//! Finds a committed file, and keeps the compiler watching it.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use proc_macro2::TokenStream;
use quote::quote;
use syn::LitStr;

/// A committed file.
pub(super) struct Place {
    pub(super) text: String,
    /// Makes the compiler build again when the file changes.
    pub(super) watch: TokenStream,
}

impl Place {
    /// Opens the file in the crate's root, where a package has it too, or else beside the source file.
    pub(super) fn open(path: &LitStr) -> Result<Self, String> {
        let named = path.value();
        if Path::new(&named).is_absolute() {
            return Err(format!("`{named}` is another path on every machine; name the file from the crate's root"));
        }
        let root = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        if let Some(text) = root.and_then(|root| read(&root.join(&named)).transpose()) {
            let watched = quote!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", #path));
            return Ok(Self { text: text.map_err(|error| unreadable(&named, &error))?, watch: watch(&watched) });
        }
        if let Some(beside) = beside(path).map(|folder| folder.join(&named))
            && let Some(text) = read(&beside).map_err(|error| unreadable(&named, &error))?
        {
            let watched = beside.display().to_string();
            return Ok(Self { text, watch: watch(&quote!(#watched)) });
        }
        Err(format!(
            "`{named}` is neither in the crate's root nor beside this file; `schemas export` writes it: \
             leave `committed` out, or add `compatibility = \"NONE\"`, until it has run"
        ))
    }
}

/// The folder of the source file, unless the compiler was told to hide it.
fn beside(path: &LitStr) -> Option<PathBuf> {
    let file = path.span().unwrap().local_file()?;
    env::current_dir().ok()?.join(file).parent().map(Path::to_path_buf)
}

fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn unreadable(path: &str, error: &io::Error) -> String {
    format!("`{path}` cannot be read: {error}")
}

/// A constant that nobody uses leaves nothing in the program.
fn watch(path: &TokenStream) -> TokenStream {
    quote!(
        const _: &[::core::primitive::u8] = ::core::include_bytes!(#path);
    )
}
