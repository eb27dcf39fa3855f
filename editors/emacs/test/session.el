;;; session.el --- A session with the language server  -*- lexical-binding: t; -*-

;;; Commentary:

;; Opens a site in a real Emacs with eglot, reads what the server says of
;; it, asks what an editor asks, and changes it.  `run.mjs' gives the
;; folder of the site in ZCC_SITE.

;;; Code:

(load (expand-file-name "common" (file-name-directory load-file-name)) nil t)
(require 'eglot)
(require 'flymake)
(require 'xref)

(defvar zc-test-site (getenv "ZCC_SITE"))

(setq eglot-sync-connect 30
      eglot-connect-timeout 60
      eglot-autoshutdown nil
      eglot-send-changes-idle-time 0.05
      eglot-confirm-server-initiated-edits nil
      flymake-no-changes-timeout 0.1)

(defun zc-test-said (text)
  "The diagnostics of the buffer whose message has TEXT."
  (seq-filter (lambda (diagnostic)
                (string-match-p (regexp-quote text) (flymake-diagnostic-text diagnostic)))
              (flymake-diagnostics)))

(defun zc-test-diagnostics ()
  "The diagnostics of the buffer, asked for anew."
  (flymake-start)
  (flymake-diagnostics))

(defun zc-test-ask (method &rest parameters)
  "What the server answers to METHOD about point, with PARAMETERS more."
  (eglot--signal-textDocument/didChange)
  (jsonrpc-request (eglot-current-server) method
                   (append (eglot--TextDocumentPositionParams) parameters)
                   :timeout 30))

(defun zc-test-go (text &optional offset)
  "Go to the first TEXT in the buffer, OFFSET characters into it."
  (goto-char (point-min))
  (let ((case-fold-search nil))
    (search-forward text))
  (goto-char (+ (match-beginning 0) (or offset 0))))

(find-file (expand-file-name "zones.zc" zc-test-site))
(zc-test-check "the mode" (eq major-mode 'zc-mode) major-mode)
;; `eglot-ensure' waits for the command to end that opened the file.
(run-hooks 'post-command-hook)
(zc-test-check "the server starts" (zc-test-wait 40 #'eglot-current-server)
               (and (eglot-current-server) t))
(zc-test-check "the root is the package"
               (file-equal-p (project-root (eglot--project (eglot-current-server))) zc-test-site)
               (project-root (eglot--project (eglot-current-server))))

;; Diagnostics arrive: those of the site, then those of a mistake, and they
;; go with it.
(zc-test-check "findings arrive" (zc-test-wait 60 #'zc-test-diagnostics)
               (length (flymake-diagnostics)))
(zc-test-go "target: SL")
(delete-char 3)
(insert "tar")
(delete-char 1)
(insert "j")
(zc-test-check "a mistake is told"
               (zc-test-wait 30 (lambda () (zc-test-diagnostics) (zc-test-said "tarjet")))
               (mapcar #'flymake-diagnostic-text (zc-test-said "tarjet")))
(zc-test-go "tarjet")
(delete-char 6)
(insert "target")
(zc-test-check "a mended mistake is forgotten"
               (zc-test-wait 30 (lambda () (zc-test-diagnostics) (null (zc-test-said "tarjet"))))
               (length (flymake-diagnostics)))

;; Questions.
(zc-test-go "zone control" 6)
(let ((hover (zc-test-ask :textDocument/hover)))
  (zc-test-check "hover answers"
                 (and hover (string-match-p "control" (format "%S" (plist-get hover :contents))))
                 hover))
(zc-test-go "target: SL")
(let* ((table (nth 2 (eglot-completion-at-point)))
       (labels (all-completions "" table)))
  (zc-test-check "completion answers" (> (length labels) 5) (seq-take labels 8)))
(zc-test-go "acme." 6)
(let ((found (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot))))
  (zc-test-check "definition answers" found (length found)))
(let ((symbols (jsonrpc-request (eglot-current-server) :textDocument/documentSymbol
                                (list :textDocument (eglot--TextDocumentIdentifier)))))
  (zc-test-check "symbols answer" (> (length symbols) 2) (length symbols)))
(let ((tokens (jsonrpc-request (eglot-current-server) :textDocument/semanticTokens/full
                               (list :textDocument (eglot--TextDocumentIdentifier)))))
  (zc-test-check "semantic tokens answer" (> (length (plist-get tokens :data)) 50)
                 (length (plist-get tokens :data))))

;; Formatting.
(zc-test-go "  target: SL")
(delete-char (length "  target: "))
(insert "      target  :")
(eglot-format-buffer)
(zc-test-go "target: SL")
(beginning-of-line)
(zc-test-check "formatting mends the line" (looking-at "  target: SL")
               (buffer-substring (point) (line-end-position)))

;; A rename goes through all files of the package.
(zc-test-go "zone control" 6)
;; What was changed is sent once nobody has typed for a moment.
(eglot--signal-textDocument/didChange)
(cl-letf (((symbol-function 'y-or-n-p) #'always)
          ((symbol-function 'yes-or-no-p) #'always))
  (eglot-rename "process"))
(zc-test-check "rename changes this file"
               (progn (goto-char (point-min)) (search-forward "zone process" nil t))
               t)
(save-some-buffers t)
(with-temp-buffer
  (insert-file-contents (expand-file-name "conduits.zc" zc-test-site))
  (zc-test-check "rename changes the other files"
                 (search-forward "between dmz and process" nil t)
                 t))

;; The end.
(let ((server (eglot-current-server)))
  (eglot-shutdown server nil 20)
  (zc-test-check "the server ends"
                 (zc-test-wait 10 (lambda () (not (jsonrpc-running-p server))))
                 t))
(kill-emacs 0)

;;; session.el ends here
