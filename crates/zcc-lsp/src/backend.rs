//! The protocol's methods, each handed to the main loop before anything is waited for.

use std::sync::{Mutex, PoisonError};

use crossbeam_channel::Sender;
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::lsp_types::request::{
    GotoDeclarationParams, GotoDeclarationResponse, GotoImplementationParams, GotoImplementationResponse,
    GotoTypeDefinitionParams, GotoTypeDefinitionResponse,
};
use tower_lsp::lsp_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem, CallHierarchyOutgoingCall,
    CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, CodeAction, CodeActionParams, CodeActionResponse,
    CodeLens, CodeLensParams, CompletionItem, CompletionParams, CompletionResponse, CreateFilesParams,
    DeleteFilesParams, DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams, DidSaveTextDocumentParams,
    DocumentDiagnosticParams, DocumentDiagnosticReportResult, DocumentFormattingParams, DocumentHighlight,
    DocumentHighlightParams, DocumentLink, DocumentLinkParams, DocumentOnTypeFormattingParams,
    DocumentRangeFormattingParams, DocumentSymbolParams, DocumentSymbolResponse, ExecuteCommandParams, FileChangeType,
    FileEvent, FoldingRange, FoldingRangeParams, GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverParams,
    InitializeParams, InitializeResult, InitializedParams, InlayHint, InlayHintParams, LinkedEditingRangeParams,
    LinkedEditingRanges, Location, PrepareRenameResponse, ReferenceParams, Registration, RenameFilesParams,
    RenameParams, SelectionRange, SelectionRangeParams, SemanticTokensDeltaParams, SemanticTokensFullDeltaResult,
    SemanticTokensParams, SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult, ServerInfo,
    SignatureHelp, SignatureHelpParams, SymbolInformation, TextDocumentPositionParams, TextEdit, Url,
    WorkspaceDiagnosticParams, WorkspaceDiagnosticReportResult, WorkspaceEdit, WorkspaceSymbolParams,
};
use tower_lsp::{Client, LanguageServer};

use crate::capabilities::{self, Introduction};
use crate::jobs::{Request, Scope};
use crate::main_loop::{self, Message};
use crate::outgoing::Outbox;
use crate::requests;
use crate::snapshot::Snapshot;
use crate::surroundings::Surroundings;

/// Where the messages of the client arrive.
pub(crate) struct Backend {
    outbox: Outbox,
    /// The way to the main loop, which is started when the client introduces itself.
    main_loop: Mutex<Option<Sender<Message>>>,
    surroundings: Mutex<Option<Surroundings>>,
    can_register: Mutex<Vec<Registration>>,
    version: &'static str,
}

impl Backend {
    /// Waits for the client to introduce itself.
    pub(crate) fn new(client: Client, surroundings: Surroundings) -> Self {
        Self {
            outbox: Outbox::new(client),
            main_loop: Mutex::new(None),
            version: surroundings.version,
            surroundings: Mutex::new(Some(surroundings)),
            can_register: Mutex::new(Vec::new()),
        }
    }

    fn tell(&self, message: Message) {
        if let Some(main_loop) = &*self.main_loop.lock().unwrap_or_else(PoisonError::into_inner) {
            // If it has ended, so will this process.
            let _ = main_loop.send(message);
        }
    }

    async fn ask<P, R, F>(&self, scope: Scope, parameters: P, answer: F) -> Result<R>
    where
        P: Clone + Send + 'static,
        R: Send + 'static,
        F: Fn(&[Snapshot], P) -> Result<R> + Send + 'static,
    {
        let (request, reply, _cancel) = Request::new(scope, parameters, answer);
        self.tell(Message::Request(request));
        reply.await.unwrap_or_else(|_| Err(Error::request_cancelled()))
    }

    /// Asks the package of a document.
    pub(crate) async fn of_document<P, R>(
        &self,
        uri: Url,
        params: P,
        answer: fn(&Snapshot, P) -> Result<R>,
    ) -> Result<R>
    where
        P: Clone + Send + 'static,
        R: Send + 'static,
    {
        self.ask(Scope::Document(uri), params, move |snapshots, params| match snapshots.first() {
            Some(snapshot) => answer(snapshot, params),
            None => Err(Error::invalid_params("the document belongs to no package")),
        })
        .await
    }

    /// Asks every package.
    pub(crate) async fn of_workspace<P, R>(&self, params: P, answer: fn(&[Snapshot], P) -> Result<R>) -> Result<R>
    where
        P: Clone + Send + 'static,
        R: Send + 'static,
    {
        self.ask(Scope::Workspace, params, answer).await
    }

    /// The way to the client.
    pub(crate) const fn outbox(&self) -> &Outbox {
        &self.outbox
    }
}

#[tower_lsp::async_trait]
impl LanguageServer for Backend {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let surroundings = self.surroundings.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(surroundings) = surroundings else { return Err(Error::invalid_request()) };
        let Introduction { shared, folders, config, registrations, result } =
            capabilities::introduce(params, &surroundings);
        let main_loop = main_loop::start(surroundings, self.outbox.clone()).map_err(|error| {
            let mut answer = Error::internal_error();
            answer.message = format!("no thread could be started: {error}").into();
            answer
        })?;
        *self.main_loop.lock().unwrap_or_else(PoisonError::into_inner) = Some(main_loop);
        *self.can_register.lock().unwrap_or_else(PoisonError::into_inner) = registrations;
        self.tell(Message::Initialize { shared, folders, config });
        Ok(InitializeResult {
            server_info: Some(ServerInfo { name: "zcc".to_owned(), version: Some(self.version.to_owned()) }),
            ..result
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        self.tell(Message::Initialized);
        let registrations = std::mem::take(&mut *self.can_register.lock().unwrap_or_else(PoisonError::into_inner));
        if registrations.iter().any(|one| one.method == "workspace/didChangeConfiguration") {
            self.tell(Message::AskConfiguration);
        }
        if !registrations.is_empty() {
            self.outbox.register(registrations);
        }
    }

    async fn shutdown(&self) -> Result<()> {
        self.tell(Message::Shutdown);
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        self.tell(Message::Open(params.text_document));
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        self.tell(Message::Change(params));
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.tell(Message::Close(params.text_document.uri));
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        // Clients that do not watch files tell of a saved manifest in this way only.
        self.tell(Message::Files(vec![FileEvent { uri: params.text_document.uri, typ: FileChangeType::CHANGED }]));
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.tell(Message::Files(params.changes));
    }

    async fn did_create_files(&self, params: CreateFilesParams) {
        self.tell(Message::Files(events(params.files.into_iter().map(|file| (file.uri, FileChangeType::CREATED)))));
    }

    async fn did_delete_files(&self, params: DeleteFilesParams) {
        self.tell(Message::Files(events(params.files.into_iter().map(|file| (file.uri, FileChangeType::DELETED)))));
    }

    async fn did_rename_files(&self, params: RenameFilesParams) {
        let old = params.files.iter().map(|file| (file.old_uri.clone(), FileChangeType::DELETED));
        let new = params.files.iter().map(|file| (file.new_uri.clone(), FileChangeType::CREATED));
        self.tell(Message::Files(events(old.chain(new))));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.tell(Message::Folders(params.event));
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        // Some clients send the settings along, some send nothing and are to be asked.
        match params.settings.get("zcc") {
            Some(settings) => self.tell(Message::Configured(settings.clone())),
            None => self.tell(Message::AskConfiguration),
        }
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<Vec<SymbolInformation>>> {
        self.of_workspace(params, requests::symbols::workspace_symbols).await
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        self.of_workspace(params, requests::diagnostics::workspace).await
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        self.of_workspace(item, requests::completion::resolve).await
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        self.of_workspace(action, requests::code_actions::resolve).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        requests::commands::execute(self, params).await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        self.of_document(params.text_document_position_params.text_document.uri.clone(), params, requests::hover::hover)
            .await
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        self.of_document(
            params.text_document_position_params.text_document.uri.clone(),
            params,
            requests::navigation::definition,
        )
        .await
    }

    async fn goto_declaration(&self, params: GotoDeclarationParams) -> Result<Option<GotoDeclarationResponse>> {
        self.of_document(
            params.text_document_position_params.text_document.uri.clone(),
            params,
            requests::navigation::declaration,
        )
        .await
    }

    async fn goto_type_definition(
        &self,
        params: GotoTypeDefinitionParams,
    ) -> Result<Option<GotoTypeDefinitionResponse>> {
        self.of_document(
            params.text_document_position_params.text_document.uri.clone(),
            params,
            requests::navigation::type_definition,
        )
        .await
    }

    async fn goto_implementation(
        &self,
        params: GotoImplementationParams,
    ) -> Result<Option<GotoImplementationResponse>> {
        self.of_document(
            params.text_document_position_params.text_document.uri.clone(),
            params,
            requests::navigation::implementation,
        )
        .await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        self.of_document(
            params.text_document_position.text_document.uri.clone(),
            params,
            requests::references::references,
        )
        .await
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        self.of_document(
            params.text_document_position_params.text_document.uri.clone(),
            params,
            requests::references::highlights,
        )
        .await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        self.of_document(params.text_document.uri.clone(), params, requests::rename::prepare).await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        self.of_document(params.text_document_position.text_document.uri.clone(), params, requests::rename::rename)
            .await
    }

    async fn linked_editing_range(&self, params: LinkedEditingRangeParams) -> Result<Option<LinkedEditingRanges>> {
        self.of_document(
            params.text_document_position_params.text_document.uri.clone(),
            params,
            requests::rename::linked_ranges,
        )
        .await
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        self.of_document(params.text_document.uri.clone(), params, requests::symbols::document_symbols).await
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        self.of_document(params.text_document.uri.clone(), params, requests::semantic_tokens::full).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        self.of_document(params.text_document.uri.clone(), params, requests::semantic_tokens::delta).await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        self.of_document(params.text_document.uri.clone(), params, requests::semantic_tokens::range).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.of_document(params.text_document.uri.clone(), params, requests::structure::folding_ranges).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        self.of_document(params.text_document.uri.clone(), params, requests::structure::selection_ranges).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.of_document(params.text_document.uri.clone(), params, requests::structure::document_links).await
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.of_document(params.text_document.uri.clone(), params, requests::formatting::document).await
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.of_document(params.text_document.uri.clone(), params, requests::formatting::range).await
    }

    async fn on_type_formatting(&self, params: DocumentOnTypeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.of_document(params.text_document_position.text_document.uri.clone(), params, requests::formatting::on_type)
            .await
    }

    async fn signature_help(&self, params: SignatureHelpParams) -> Result<Option<SignatureHelp>> {
        self.of_document(
            params.text_document_position_params.text_document.uri.clone(),
            params,
            requests::signature_help::signature_help,
        )
        .await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        self.of_document(
            params.text_document_position.text_document.uri.clone(),
            params,
            requests::completion::completion,
        )
        .await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        self.of_document(params.text_document.uri.clone(), params, requests::inlay_hints::inlay_hints).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        self.of_document(params.text_document.uri.clone(), params, requests::code_lenses::code_lenses).await
    }

    async fn code_lens_resolve(&self, lens: CodeLens) -> Result<CodeLens> {
        self.of_workspace(lens, requests::code_lenses::resolve).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        self.of_document(params.text_document.uri.clone(), params, requests::code_actions::code_actions).await
    }

    async fn prepare_call_hierarchy(
        &self,
        params: CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<CallHierarchyItem>>> {
        self.of_document(
            params.text_document_position_params.text_document.uri.clone(),
            params,
            requests::call_hierarchy::prepare,
        )
        .await
    }

    async fn incoming_calls(
        &self,
        params: CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyIncomingCall>>> {
        self.of_document(params.item.uri.clone(), params, requests::call_hierarchy::incoming).await
    }

    async fn outgoing_calls(
        &self,
        params: CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<CallHierarchyOutgoingCall>>> {
        self.of_document(params.item.uri.clone(), params, requests::call_hierarchy::outgoing).await
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        self.of_document(params.text_document.uri.clone(), params, requests::diagnostics::document).await
    }
}

fn events(files: impl Iterator<Item = (String, FileChangeType)>) -> Vec<FileEvent> {
    files.filter_map(|(uri, typ)| Some(FileEvent { uri: Url::parse(&uri).ok()?, typ })).collect()
}
