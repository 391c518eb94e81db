//! Closed lists of words: how they stand in files, and how people read them.

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $file:literal, $zh:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $file)] $variant,)*
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word in files.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $file,)* }
            }

            /// The word for people.
            pub fn words(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($zh, $en),)* }
            }

            /// The word for people in one language.
            pub fn word(self, lang: crate::model::text::Lang) -> &'static str {
                match lang {
                    crate::model::text::Lang::Zh => self.words().0,
                    crate::model::text::Lang::En => self.words().1,
                }
            }
        }
    };
}
pub(crate) use words;
