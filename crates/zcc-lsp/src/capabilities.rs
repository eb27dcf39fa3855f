//! What client and server tell each other at the start.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Value, json};
use tower_lsp::lsp_types::{
    CallHierarchyServerCapability, ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProviderCapability,
    CodeLensOptions, CompletionOptions, CompletionOptionsCompletionItem, DeclarationCapability, DiagnosticOptions,
    DiagnosticServerCapabilities, DocumentLinkOptions, DocumentOnTypeFormattingOptions, ExecuteCommandOptions,
    FileOperationFilter, FileOperationPattern, FileOperationRegistrationOptions, FoldingRangeProviderCapability,
    HoverProviderCapability, ImplementationProviderCapability, InitializeParams, InitializeResult,
    LinkedEditingRangeServerCapabilities, OneOf, Registration, RenameOptions, SelectionRangeProviderCapability,
    SemanticTokensFullOptions, SemanticTokensOptions, ServerCapabilities, SignatureHelpOptions,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    TypeDefinitionProviderCapability, WorkDoneProgressOptions, WorkspaceFileOperationsServerCapabilities,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};

use crate::answered_tokens::AnsweredTokens;
use crate::commands::COMMANDS;
use crate::convert::Encoding;
use crate::documents::path_of;
use crate::requests::completion::TRIGGERS;
use crate::requests::{semantic_tokens, signature_help};
use crate::snapshot::Shared;
use crate::standard::StandardCopies;
use crate::surroundings::Surroundings;

/// What came of the client's introduction.
pub(crate) struct Introduction {
    /// What all packages share.
    pub(crate) shared: Arc<Shared>,
    /// The workspace's folders.
    pub(crate) folders: Vec<PathBuf>,
    /// The settings that came along.
    pub(crate) config: Value,
    /// What is to be registered once the client is ready.
    pub(crate) registrations: Vec<Registration>,
    /// The answer.
    pub(crate) result: InitializeResult,
}

/// Reads the client's introduction and answers it.
pub(crate) fn introduce(params: InitializeParams, surroundings: &Surroundings) -> Introduction {
    let client = params.capabilities;
    let encodings = client.general.as_ref().and_then(|general| general.position_encodings.as_deref());
    let encoding = Encoding::choose(encodings);
    let config = params.initialization_options.unwrap_or_default();
    let commands = config.pointer("/commands").and_then(Value::as_array).cloned().unwrap_or_default();
    let client_commands = commands.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let root = params.root_uri;
    let folders = match params.workspace_folders {
        Some(folders) if !folders.is_empty() => folders.iter().map(|folder| path_of(&folder.uri)).collect(),
        _ => root.iter().map(path_of).collect(),
    };
    let registrations = registrations(&client);
    let pulled = client.text_document.as_ref().is_some_and(|document| document.diagnostic.is_some());
    let pulls = pulled && config.pointer("/diagnostics/mode").and_then(Value::as_str) != Some("push");
    let result = InitializeResult { capabilities: capabilities(encoding, pulls), server_info: None };
    let (library, version) = (surroundings.standard_library, surroundings.version);
    let standard = StandardCopies::new(library, version, surroundings.write_cache, surroundings.pages);
    let tokens = AnsweredTokens::default();
    let shared = Shared { encoding, client, client_commands, standard, tokens, pulls };
    Introduction { shared: Arc::new(shared), folders, config, registrations, result }
}

fn registrations(client: &ClientCapabilities) -> Vec<Registration> {
    let Some(workspace) = &client.workspace else { return Vec::new() };
    let mut found = Vec::new();
    let watches = workspace.did_change_watched_files.as_ref().and_then(|one| one.dynamic_registration);
    if watches == Some(true) {
        let watcher = |pattern: &str| json!({ "globPattern": pattern });
        found.push(Registration {
            id: "zcc.files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: Some(json!({ "watchers": [watcher("**/*.zc"), watcher("**/zcc.toml")] })),
        });
    }
    let configures = workspace.did_change_configuration.as_ref().and_then(|one| one.dynamic_registration);
    if configures == Some(true) && workspace.configuration == Some(true) {
        found.push(Registration {
            id: "zcc.settings".to_owned(),
            method: "workspace/didChangeConfiguration".to_owned(),
            register_options: Some(json!({ "section": "zcc" })),
        });
    }
    found
}

fn capabilities(encoding: Encoding, pulls: bool) -> ServerCapabilities {
    let files = FileOperationRegistrationOptions {
        filters: vec![FileOperationFilter {
            scheme: Some("file".to_owned()),
            pattern: FileOperationPattern { glob: "**/*.zc".to_owned(), matches: None, options: None },
        }],
    };
    ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        })),
        inlay_hint_provider: Some(OneOf::Left(true)),
        signature_help_provider: Some(SignatureHelpOptions {
            trigger_characters: Some(signature_help::TRIGGERS.iter().map(|typed| (*typed).to_owned()).collect()),
            ..SignatureHelpOptions::default()
        }),
        completion_provider: Some(CompletionOptions {
            resolve_provider: Some(true),
            trigger_characters: Some(TRIGGERS.iter().map(|typed| (*typed).to_owned()).collect()),
            completion_item: Some(CompletionOptionsCompletionItem { label_details_support: Some(true) }),
            ..CompletionOptions::default()
        }),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![
                CodeActionKind::QUICKFIX,
                CodeActionKind::SOURCE_FIX_ALL,
                CodeActionKind::SOURCE_ORGANIZE_IMPORTS,
            ]),
            resolve_provider: Some(true),
            ..CodeActionOptions::default()
        })),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(true) }),
        diagnostic_provider: pulls.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some("zcc".to_owned()),
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                ..DiagnosticOptions::default()
            })
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        semantic_tokens_provider: Some(
            SemanticTokensOptions {
                legend: semantic_tokens::legend(),
                range: Some(true),
                full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
                ..SemanticTokensOptions::default()
            }
            .into(),
        ),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        document_formatting_provider: Some(OneOf::Left(true)),
        document_range_formatting_provider: Some(OneOf::Left(true)),
        document_on_type_formatting_provider: Some(DocumentOnTypeFormattingOptions {
            first_trigger_character: "}".to_owned(),
            more_trigger_character: Some(vec!["\n".to_owned()]),
        }),
        definition_provider: Some(OneOf::Left(true)),
        declaration_provider: Some(DeclarationCapability::Simple(true)),
        type_definition_provider: Some(TypeDefinitionProviderCapability::Simple(true)),
        implementation_provider: Some(ImplementationProviderCapability::Simple(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        call_hierarchy_provider: Some(CallHierarchyServerCapability::Simple(true)),
        linked_editing_range_provider: Some(LinkedEditingRangeServerCapabilities::Simple(true)),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: COMMANDS.iter().map(|command| (*command).to_owned()).collect(),
            ..ExecuteCommandOptions::default()
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: Some(WorkspaceFileOperationsServerCapabilities {
                did_create: Some(files.clone()),
                did_rename: Some(files.clone()),
                did_delete: Some(files),
                ..WorkspaceFileOperationsServerCapabilities::default()
            }),
        }),
        ..ServerCapabilities::default()
    }
}
