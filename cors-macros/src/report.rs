//! Spans of the source, and the faults at them, which all become compile errors at once.

use cors_runtime::fault::Fault;
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};

/// The span of some tokens, and its position in the source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SourceSpan {
    order: usize,
    first: Span,
    last: Span,
}

impl SourceSpan {
    /// Returns a call that the compiler underlines from the first token to the last.
    pub(crate) fn call(self, function: &TokenStream, arguments: TokenStream) -> TokenStream {
        let mut parentheses = Group::new(Delimiter::Parenthesis, arguments);
        parentheses.set_span(self.last);
        let function = function.clone().into_iter().map(|mut token| {
            token.set_span(self.first);
            token
        });
        function.chain([TokenTree::Group(parentheses)]).collect()
    }
}

/// Numbers spans in source order.
#[derive(Debug, Default)]
pub(crate) struct SourceOrder {
    next: usize,
}

impl SourceOrder {
    /// Returns the span of some tokens, numbered after all earlier ones. Without tokens, it is the macro's own call.
    pub(crate) fn of(&mut self, tokens: impl ToTokens) -> SourceSpan {
        let mut spans = tokens
            .into_token_stream()
            .into_iter()
            .map(|token| span_of(&token));
        let first = spans.next().unwrap_or_else(Span::call_site);
        self.next += 1;
        SourceSpan {
            order: self.next,
            first,
            last: spans.last().unwrap_or(first),
        }
    }
}

/// Returns the span of a token. For a fragment of `macro_rules!`, that is the span of its content.
fn span_of(token: &TokenTree) -> Span {
    match token {
        TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::None => group
            .stream()
            .into_iter()
            .next()
            .map_or_else(|| group.span(), |inner| span_of(&inner)),
        _ => token.span(),
    }
}

/// The faults found so far.
#[derive(Debug, Default)]
pub(crate) struct Report {
    faults: Vec<(SourceSpan, String)>,
}

impl Report {
    /// Adds a violation of a rule.
    pub(crate) fn fault(&mut self, place: SourceSpan, fault: &Fault) {
        self.faults.push((place, fault.to_string()));
    }

    /// Adds a value that cannot be read, which is the subject of no rule.
    pub(crate) fn unreadable(&mut self, place: SourceSpan, what: &str, help: &str) {
        self.faults.push((place, format!("{what}\nhelp: {help}")));
    }

    /// Checks whether there are no faults.
    pub(crate) fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }

    /// Returns a compile error for each fault, in source order.
    pub(crate) fn into_tokens(mut self) -> TokenStream {
        self.faults.sort_by_key(|(place, _)| place.order);
        self.faults
            .iter()
            .map(|(place, message)| compile_error(*place, message))
            .collect()
    }
}

/// Returns `::core::compile_error! { message }`, which the compiler underlines from the first token to the last.
fn compile_error(place: SourceSpan, message: &str) -> TokenStream {
    let path = quote_spanned!(place.first=> ::core::compile_error!);
    let text = proc_macro2::Literal::string(message);
    let mut body = proc_macro2::Group::new(
        proc_macro2::Delimiter::Brace,
        quote_spanned!(place.last=> #text),
    );
    body.set_span(place.last);
    quote_spanned!(place.first=> #path #body)
}
