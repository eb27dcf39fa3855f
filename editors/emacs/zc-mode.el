;;; zc-mode.el --- Zones and conduits of IEC 62443  -*- lexical-binding: t; -*-

;; Author: The zcc project
;; Maintainer: The zcc project
;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages, tools
;; SPDX-License-Identifier: Apache-2.0 OR MIT

;; This file is not part of GNU Emacs.

;;; Commentary:

;; A major mode for `.zc' files: models of zones and conduits, capability
;; libraries and rule libraries of IEC 62443.  It colours, indents, fills
;; comments, moves by declarations and lists them (`imenu').
;;
;; With `eglot' (built into Emacs 29, a package before) it works with the
;; language server `zcc lsp': findings as one types, completion, hover,
;; fixes, rename.  `M-x eglot' starts it; to have it always:
;;
;;   (add-hook 'zc-mode-hook #'eglot-ensure)

;;; Code:

(require 'imenu)
(require 'json)
(eval-when-compile (require 'subr-x))

(defvar eglot-server-programs)
(defvar eglot-workspace-configuration)
(declare-function eglot-current-server "eglot")
(declare-function eglot-execute-command "eglot")
(declare-function project-root "project")

(defgroup zc nil
  "Zones and conduits of IEC 62443."
  :group 'languages
  :prefix "zc-")

(defcustom zc-indent-offset 2
  "How many columns the inside of a body is indented."
  :type 'natnum
  :safe #'natnump)

(defcustom zc-server-command '("zcc" "lsp")
  "The command that runs the language server."
  :type '(repeat string))

(defcustom zc-assessment-date nil
  "The day on which sites are judged, as in \"2027-01-01\"; nil is today."
  :type '(choice (const :tag "Today" nil) string)
  :safe (lambda (value) (or (null value) (stringp value))))

(defcustom zc-server-settings nil
  "Other settings of the server, as in (:inlayHints (:levels t)).
False is `:json-false'."
  :type 'plist)

(defvar zc-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\\ "\\" table)
    (modify-syntax-entry ?/ ". 124" table)
    (modify-syntax-entry ?* ". 23bn" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\{ "(}" table)
    (modify-syntax-entry ?\} "){" table)
    (dolist (sign '(?= ?< ?> ?+ ?- ?! ?, ?. ?:))
      (modify-syntax-entry sign "." table))
    table)
  "The syntax of zc: strings, brackets, two kinds of comment.")

(defconst zc--declarations
  '("attribute" "boundary" "capability" "catalog" "certificate" "channel"
    "component" "conduit" "countermeasure" "define" "enum" "import" "product"
    "profile" "protocol" "relation" "requirement" "site" "test" "waiver"
    "zone")
  "The first words of declarations.")

(defconst zc--members
  '("provides" "offers" "lacks" "enable" "disable" "speaks" "include" "family"
    "expect")
  "The first words of members that are no declarations.")

(defconst zc--joints
  '("between" "from" "to" "for" "as" "on" "at" "when" "should" "because"
    "capable" "of" "set")
  "The words that go on in a head or a member.")

(defconst zc--reserved
  '("and" "carries" "else" "every" "false" "has" "if" "in" "let" "no" "not"
    "or" "otherwise" "some" "then" "true" "where" "with")
  "The reserved words.")

(defconst zc--name "\\(?:`[^`\n]+`\\|[[:alpha:]_][[:alnum:]_]*\\)"
  "A name, in back-quotes or without.")

(defconst zc--start "\\(?:^\\|[{}]\\)[ \t]*"
  "Where a member or a declaration starts.")

(defconst zc--identifier
  (concat "\\_<[A-Z][A-Z0-9]*"
          "\\(?:[ \t]+[0-9]+\\(?:\\.[0-9]+\\)*\\|\\(?:\\.[0-9]+\\)+\\|-[0-9]+\\(?:\\.[0-9]+\\)*\\)"
          "\\(?:[ \t]+RE[ \t]+[0-9]+\\)?\\_>")
  "The identifier of a requirement, or a level.")

(defvar zc-font-lock-keywords
  `((,(concat zc--start "\\(" (regexp-opt zc--declarations) "\\)[ \t]+\\(" zc--name "\\)")
     (1 font-lock-keyword-face)
     (2 font-lock-type-face))
    (,(concat zc--start "\\(test\\)[ \t]*[\"{]") 1 font-lock-keyword-face)
    (,(concat zc--start "\\(family\\)[ \t]+\\(" zc--name "\\)")
     (1 font-lock-keyword-face)
     (2 font-lock-constant-face))
    (,(concat zc--start "\\(" (regexp-opt zc--members) "\\)[ \t]+" zc--name)
     1 font-lock-keyword-face)
    (,(concat zc--start "\\(base\\)[ \t]*\\(?:[:\"]\\|\\(?:at\\|should\\|when\\)\\_>\\)")
     1 font-lock-keyword-face)
    ("^[ \t]*\\(RE[ \t]+[0-9]+\\)\\_>" 1 font-lock-keyword-face)
    ;; Reserved words are names before a colon and after a dot.
    (,(concat "\\(?:^\\|[^.[:alnum:]_]\\)\\(" (regexp-opt zc--reserved) "\\)\\_>\\(?:[^:]\\|$\\)")
     1 (if (member (match-string 1) '("true" "false"))
           font-lock-constant-face
         font-lock-keyword-face))
    ("\\_<is[ \t]+stated\\_>" . font-lock-keyword-face)
    (,(concat "[^.[:alnum:]_]\\(" (regexp-opt zc--joints) "\\)\\_>\\(?:[ \t]+[^: \t]\\|[ \t]*$\\)")
     1 font-lock-keyword-face)
    ("\\_<\\(enum\\)[ \t]*{" 1 font-lock-keyword-face)
    (,(concat "\\(?:^\\|[{,]\\|  \\)[ \t]*\\(" zc--name "\\)[ \t]*:\\(?:[ \t\n]\\|$\\)")
     1 font-lock-variable-name-face)
    ("\\_<\\(count\\|sum\\|min\\|max\\|union\\|except\\)(" 1 font-lock-builtin-face)
    (,zc--identifier . font-lock-constant-face)
    ("\\_<[0-9]+[ \t]+\\(?:second\\|minute\\|hour\\|day\\|week\\|month\\|year\\)s?\\_>"
     . font-lock-constant-face)
    ("\\_<[0-9]+\\(?:[./-][0-9]+\\)*\\_>" . font-lock-constant-face)
    ;; What stands in the braces of a message is an expression.
    ("{[^{}\n\"]*}" 0 (when (zc--in-message-p (match-beginning 0))
                        'font-lock-variable-name-face)
     prepend))
  "What is coloured how.")

(defun zc--in-message-p (place)
  "Whether PLACE is in the string after `otherwise'."
  (save-excursion
    (let ((start (nth 8 (syntax-ppss place))))
      (and start
           (nth 3 (syntax-ppss place))
           (goto-char start)
           (progn (skip-chars-backward " \t\n") t)
           (looking-back "\\_<otherwise" (- (point) 9))))))

(defun zc--syntax-face (state)
  "The face of the comment or string that STATE is in."
  (cond
   ((nth 3 state) font-lock-string-face)
   ((save-excursion
      (goto-char (nth 8 state))
      (looking-at "//\\(?:!\\|/\\(?:[^/]\\|$\\)\\)"))
    font-lock-doc-face)
   (t font-lock-comment-face)))

(defconst zc--syntax-propertize
  (syntax-propertize-rules
   ;; A name in back-quotes may hold anything but a back-quote.
   ("\\(`\\)[^`\n]*\\(`\\)"
    (1 (unless (nth 8 (save-excursion (syntax-ppss (match-beginning 1))))
         (string-to-syntax "|")))
    (2 (unless (nth 3 (save-excursion (syntax-ppss (match-beginning 1))))
         (unless (nth 4 (save-excursion (syntax-ppss (match-beginning 1))))
           (string-to-syntax "|"))))))
  "What the syntax table alone can't tell.")

;; Indentation.

(defconst zc--clause "\\(?:base\\_>[ \t]*\\(?:[:\"]\\|\\(?:at\\|should\\|when\\)\\_>\\)\\|RE[ \t]+[0-9]+\\_>\\)"
  "The start of a clause.")

(defun zc--line-of-bracket (bracket)
  "The indentation of the line on which BRACKET opens."
  (save-excursion
    (goto-char bracket)
    (current-indentation)))

(defun zc--previous-line ()
  "Go to the indentation of the last line before this one that has code.
Return nil if there is none."
  (let (found)
    (while (and (not found) (zerop (forward-line -1)))
      (back-to-indentation)
      (unless (or (eolp) (looking-at "//") (nth 8 (syntax-ppss)))
        (setq found t)))
    found))

(defun zc--in-clause-p (start)
  "Whether point is in a clause that begins after START."
  (save-excursion
    (let (found)
      (while (and (not found) (> (point) start) (zc--previous-line) (> (point) start))
        (when (looking-at zc--clause)
          (setq found t)))
      found)))

(defun zc-indentation ()
  "The column that the code of the current line should begin in.
Nil in a string or a comment of several lines."
  (save-excursion
    (back-to-indentation)
    (let* ((state (syntax-ppss))
           (bracket (nth 1 state)))
      (cond
       ((nth 8 state) nil)
       ((looking-at "[])}]")
        (if bracket (zc--line-of-bracket bracket) 0))
       ((and bracket (looking-at zc--clause))
        (+ (zc--line-of-bracket bracket) zc-indent-offset))
       (bracket
        (let ((base (+ (zc--line-of-bracket bracket) zc-indent-offset)))
          (if (or (zc--continues-list-p bracket)
                  (and (zc--in-requirement-p bracket) (zc--in-clause-p bracket)
                       (not (and (looking-at "//") (zc--before-clause-p)))))
              (+ base zc-indent-offset)
            base)))
       ((zc--goes-on-p) zc-indent-offset)
       (t 0)))))

(defun zc--continues-list-p (bracket)
  "Whether the line belongs to a list that is open above it.
BRACKET is the one around both; each line in an enum or a record is for
itself."
  (and (eq (char-after bracket) ?\{)
       (not (looking-at (concat zc--name "[ \t]*:\\|//")))
       (save-excursion
         (and (zc--previous-line)
              (> (point) bracket)
              (looking-at ".*,[ \t]*\\(?://.*\\)?$")))
       (save-excursion
         (goto-char bracket)
         (not (looking-back (concat "\\_<enum\\(?:[ \t]+" zc--name "\\)?[ \t]*")
                            (line-beginning-position))))))

(defun zc--before-clause-p ()
  "Whether a clause begins on the next line with code."
  (save-excursion
    (forward-comment (buffer-size))
    (looking-at zc--clause)))

(defun zc--in-requirement-p (bracket)
  "Whether BRACKET opens the body of a requirement."
  (save-excursion
    (goto-char bracket)
    (and (eq (char-after) ?\{)
         (zerop (nth 0 (syntax-ppss)))
         (progn (zc-beginning-of-declaration) (looking-at "requirement\\_>")))))

(defun zc--goes-on-p ()
  "Whether a line outside of brackets belongs to what stands above it."
  (and (not (looking-at (concat (regexp-opt zc--declarations) "\\_>")))
       (not (looking-at "//\\|/\\*"))
       (not (eobp))
       (save-excursion
         (and (zc--previous-line)
              (progn (end-of-line)
                     (or (looking-back "[=]\\(?:[ \t]*//.*\\)?" (line-beginning-position))
                         (progn (zc-beginning-of-declaration)
                                (looking-at "\\(?:relation\\|define\\)\\_>"))))))
       t))

(defun zc-indent-line ()
  "Indent the current line as zc."
  (interactive)
  (let ((column (zc-indentation)))
    (if (null column)
        'noindent
      (let ((behind (- (current-column) (current-indentation))))
        (indent-line-to column)
        (when (> behind 0)
          (move-to-column (+ column behind)))))))

;; Movement.

(defconst zc--declaration-line
  (concat "^" (regexp-opt zc--declarations) "\\_>[ \t]+\\(?:" zc--name "\\|\"\\)")
  "The first line of a declaration.")

(defun zc-beginning-of-declaration (&optional count)
  "Go to the start of the declaration around point, or of the one before.
With COUNT, do so COUNT times; backwards if it is negative."
  (interactive "^p")
  (setq count (or count 1))
  (if (< count 0)
      (progn
        (end-of-line)
        (when (re-search-forward zc--declaration-line nil 'move (- count))
          (goto-char (match-beginning 0))))
    (unless (bolp) (end-of-line))
    (when (re-search-backward zc--declaration-line nil 'move count)
      (goto-char (match-beginning 0)))))

(defun zc-end-of-declaration ()
  "Go to the end of the declaration around point."
  (interactive "^")
  (if (re-search-forward zc--declaration-line nil 'move 2)
      (progn
        (goto-char (match-beginning 0))
        (forward-comment (- (buffer-size)))
        (forward-line 1))
    (goto-char (point-max))))

;; Lists of what is declared.

(defvar zc-imenu-generic-expression
  (let ((name (concat "\\(" zc--name "\\)")))
    (mapcar
     (lambda (kind)
       (list (car kind)
             (concat "^[ \t]*" (regexp-opt (cdr kind)) "[ \t]+" name) 1))
     '(("Sites" "site")
       ("Zones" "zone")
       ("Conduits" "conduit")
       ("Components" "component" "boundary")
       ("Channels" "channel")
       ("Products" "product" "profile" "certificate")
       ("Protocols" "protocol")
       ("Capabilities" "capability")
       ("Waivers" "waiver" "countermeasure")
       ("Catalogues" "catalog")
       ("Rules" "relation" "define")
       ("Enums" "enum"))))
  "What `imenu' lists.")

(defun zc--imenu ()
  "The index of the buffer."
  (append
   (imenu--generic-function zc-imenu-generic-expression)
   (imenu--generic-function
    `(("Requirements" ,(concat "^requirement[ \t]+\\(`[^`\n]+`\\|" zc--identifier "\\)") 1)
      ("Tests" "^test[ \t]+\"\\([^\"\n]+\\)\"" 1)))))

;; The language server.

(defun zc-server (&optional _interactive)
  "What `eglot' needs for the language server: a command and options."
  (append zc-server-command
          (list :initializationOptions (zc--settings))))

(defun zc--settings ()
  "The settings of the server."
  (append (list :assessmentDate zc-assessment-date)
          zc-server-settings))

(defun zc--workspace-configuration (&rest _)
  "The settings of the server, by section."
  (list :zcc (zc--settings)))

(defun zc-explain (fingerprint)
  "Show why the finding with this FINGERPRINT is one."
  (interactive "sFingerprint: ")
  (eglot-execute-command (eglot-current-server) 'zcc.explain
                         (vector (list :fingerprint fingerprint))))

(defun zc-project-find (folder)
  "The package that FOLDER is in: the folder of the nearest `zcc.toml'."
  (when-let ((root (locate-dominating-file folder "zcc.toml")))
    (cons 'zc root)))

(with-eval-after-load 'project
  (eval '(cl-defmethod project-root ((project (head zc)))
           "The folder of the package PROJECT."
           (cdr project))
        t))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(zc-mode . zc-server)))

;;;###autoload
(define-derived-mode zc-mode prog-mode "zc"
  "Major mode for zones and conduits of IEC 62443.

\\{zc-mode-map}"
  (setq-local comment-start "// ")
  (setq-local comment-end "")
  (setq-local comment-start-skip "\\(?://[/!]?\\|/\\*+\\)[ \t]*")
  (setq-local comment-multi-line t)
  (setq-local fill-paragraph-function #'zc--fill-paragraph)
  (setq-local adaptive-fill-regexp "[ \t]*\\(?://[/!]?[ \t]*\\|\\* \\)?")
  (setq-local indent-line-function #'zc-indent-line)
  (setq-local indent-tabs-mode nil)
  (setq-local tab-width zc-indent-offset)
  (setq-local electric-indent-chars (append "{}[]()" electric-indent-chars))
  (setq-local parse-sexp-ignore-comments t)
  (setq-local beginning-of-defun-function #'zc-beginning-of-declaration)
  (setq-local end-of-defun-function #'zc-end-of-declaration)
  (setq-local imenu-create-index-function #'zc--imenu)
  (setq-local syntax-propertize-function zc--syntax-propertize)
  (setq-local font-lock-defaults
              '(zc-font-lock-keywords
                nil nil nil
                (font-lock-syntactic-face-function . zc--syntax-face)))
  (setq-local eglot-workspace-configuration #'zc--workspace-configuration)
  (add-hook 'project-find-functions #'zc-project-find nil t))

(defun zc--fill-paragraph (&optional justify)
  "Fill the comment at point, with JUSTIFY as in `fill-paragraph'."
  (let ((fill-paragraph-function nil))
    (if (save-excursion (beginning-of-line) (looking-at "[ \t]*//"))
        (fill-comment-paragraph justify)
      ;; Code is not filled.
      t)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.zc\\'" . zc-mode))

(provide 'zc-mode)

;;; zc-mode.el ends here
