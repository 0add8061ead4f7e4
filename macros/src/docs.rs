//! A doc comment as one expression.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{Attribute, Lit, Meta};

use crate::attr::literal;

/// The doc comment as an expression of type `&'static str`, or `None` if there is none or it is blank.
///
/// Lines that only wrap are joined, as rustdoc shows them. `#[doc = include_str!("..")]` stays a macro call, which
/// `concat!` expands.
pub(crate) fn docs(attrs: &[Attribute]) -> Option<TokenStream> {
    let mut parts: Vec<Part> = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("doc")) {
        let Meta::NameValue(doc) = &attr.meta else { continue };
        match (literal(&doc.value), parts.last_mut()) {
            (Some(Lit::Str(line)), Some(Part::Text(text))) => {
                text.push('\n');
                text.push_str(&line.value());
            }
            (Some(Lit::Str(line)), _) => parts.push(Part::Text(line.value())),
            _ => parts.push(Part::Expr(doc.value.to_token_stream())),
        }
    }
    let parts: Vec<TokenStream> = parts
        .into_iter()
        .filter_map(|part| match part {
            Part::Text(text) => Some(unwrap_lines(&text)).filter(|text| !text.is_empty()).map(|text| quote!(#text)),
            Part::Expr(expr) => Some(expr),
        })
        .collect();
    match parts.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        [first, rest @ ..] => Some(quote!(::core::concat!(#first #(, "\n", #rest)*))),
    }
}

enum Part {
    Text(String),
    Expr(TokenStream),
}

/// Takes the common indentation away and joins the lines of a paragraph. Lists, headings, quotes, tables and code stay.
fn unwrap_lines(text: &str) -> String {
    let indent = text.lines().filter(|line| !line.trim().is_empty()).map(indentation).min().unwrap_or_default();
    let mut out = String::new();
    let (mut code, mut may_join) = (false, false);
    for line in text.lines() {
        let line = line.get(indent..).unwrap_or_default().trim_end();
        let fence = line.trim_start().starts_with("```");
        let stands_alone = code || fence || starts_block(line);
        if may_join && !stands_alone {
            out.push(' ');
            out.push_str(line.trim_start());
        } else {
            out.push('\n');
            out.push_str(line);
        }
        code ^= fence;
        may_join = !code && !fence && !line.is_empty() && !line.starts_with(['#', '|']);
    }
    out.trim().to_owned()
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn starts_block(line: &str) -> bool {
    let start = line.trim_start();
    let numbered = start.trim_start_matches(|c: char| c.is_ascii_digit());
    line.is_empty()
        || line.starts_with("    ")
        || ["- ", "* ", "+ ", "#", ">", "|"].iter().any(|mark| start.starts_with(mark))
        || (numbered.len() < start.len() && numbered.starts_with(". "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_are_joined_and_blocks_stay() {
        let text = " First line\n goes on.\n\n - item\n   wrapped\n - item\n\n ```\n a\n b\n ```\n End.\n";
        assert_eq!(unwrap_lines(text), "First line goes on.\n\n- item wrapped\n- item\n\n```\na\nb\n```\nEnd.");
    }
}
