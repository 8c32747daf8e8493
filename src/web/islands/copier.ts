/** Ajoute « Copier » à côté d'un code. Sans script, le code se lit et se sélectionne. */
class CodeCopiable extends HTMLElement {
  connectedCallback(): void {
    if (!navigator.clipboard || this.querySelector('button')) return
    const bouton = document.createElement('button')
    bouton.type = 'button'
    bouton.className = 'link'
    bouton.textContent = 'Copier'
    bouton.setAttribute('aria-label', `Copier ${this.dataset.label ?? ''}`.trim())
    const dit = document.createElement('span')
    dit.className = 'sub'
    dit.setAttribute('role', 'status')
    bouton.addEventListener('click', () => {
      const texte = this.querySelector('code')?.textContent ?? ''
      navigator.clipboard.writeText(texte).then(
        () => {
          dit.textContent = 'Copié.'
        },
        () => {
          dit.textContent = 'La copie est refusée ici\u00a0: sélectionnez le code.'
        },
      )
    })
    this.append(bouton, dit)
  }
}

customElements.define('code-copiable', CodeCopiable)

// Un module, pour que deux îlots ne partagent pas leurs noms.
export {}
