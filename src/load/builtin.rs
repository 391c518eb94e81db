//! The rule sets that ship with the program. They are read and checked when it is built (see
//! `build.rs`), so that starting up costs no parsing; their texts are embedded as well, for the
//! commands that show or test them.

use crate::load::catalog::{Loaded, load};
use crate::model::catalog::Catalog;
use crate::source::Sources;

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

static CATALOG: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalog.bin"));

/// The shipped catalog.
///
/// # Panics
/// Never: the bytes were written by the same types when the program was built.
pub fn catalog() -> Catalog {
    #[expect(clippy::expect_used, reason = "written by build.rs from the same types")]
    postcard::from_bytes(CATALOG).expect("the embedded catalog is whole")
}

/// The shipped files: name and text.
pub fn files() -> &'static [(&'static str, &'static str)] {
    FILES
}

/// Reads the shipped texts again, with their cases and places.
pub fn reload(sources: &mut Sources) -> Loaded {
    let ids: Vec<_> = FILES.iter().map(|(name, text)| sources.add(*name, *text)).collect();
    load(Catalog::default(), sources, &ids, true)
}
