/**
 * Ajouter et retirer un rang sans quitter la page. Les boutons restent des boutons d'envoi : sans ce fichier, le
 * serveur fait le même travail. Seul « Ajouter » sait copier un rang ; il en faut donc un à l'écran.
 */
const renommer = (rang: Element, nom: string, de: string, vers: number): void => {
  const avant = `${nom}[${de}]`
  const apres = `${nom}[${vers}]`
  const id = (n: string) => `c-${n.replace(/[^a-zA-Z0-9]+/g, '-').replace(/-$/, '')}`
  for (const el of rang.querySelectorAll('[name], [id], [for], [aria-describedby], button[value]')) {
    for (const attribut of ['name', 'value']) {
      const v = el.getAttribute(attribut)
      if (v?.startsWith(avant) && (attribut === 'name' || el.tagName === 'BUTTON'))
        el.setAttribute(attribut, apres + v.slice(avant.length))
    }
    for (const attribut of ['id', 'for', 'aria-describedby']) {
      const v = el.getAttribute(attribut)
      if (v !== null)
        el.setAttribute(
          attribut,
          v
            .split(' ')
            .map((x) => (x.startsWith(`${id(avant)}-`) ? id(apres) + x.slice(id(avant).length) : x))
            .join(' '),
        )
    }
  }
}

const titrer = (rang: Element, vers: number): void => {
  const legende = rang.querySelector('legend')
  const titre = (legende?.textContent ?? '').replace(/\s*\d+\s*$/, '').trim()
  if (legende) legende.textContent = `${titre} ${vers + 1}`
  const cache = rang.querySelector('.oter .unseen')
  if (cache) cache.textContent = ` ${titre} ${vers + 1}`
}

const vider = (rang: Element): void => {
  for (const el of rang.querySelectorAll('input, textarea, select')) {
    if (el instanceof HTMLInputElement && (el.type === 'checkbox' || el.type === 'radio')) el.checked = false
    else if (el instanceof HTMLSelectElement) el.selectedIndex = 0
    else if (el instanceof HTMLInputElement || el instanceof HTMLTextAreaElement) el.value = ''
    el.removeAttribute('aria-invalid')
  }
  for (const el of rang.querySelectorAll('.erreur')) el.remove()
  rang.classList.remove('faute')
}

const rangsDe = (liste: Element): Element[] => [...liste.querySelectorAll(':scope > [data-rang]')]

const renumeroter = (liste: HTMLElement): void => {
  const nom = liste.dataset.rangs ?? ''
  rangsDe(liste).forEach((rang, i) => {
    renommer(rang, nom, rang.getAttribute('data-rang') ?? '0', i)
    rang.setAttribute('data-rang', String(i))
    titrer(rang, i)
  })
}

document.addEventListener('click', (e) => {
  const bouton = e.target instanceof Element ? e.target.closest('button') : null
  const liste = bouton?.closest<HTMLElement>('[data-rangs]')
  if (!bouton || !liste) return
  const rangs = rangsDe(liste)
  if (bouton.name === 'ajouter' && bouton.value === liste.dataset.rangs) {
    const modele = rangs.at(-1)
    // Le premier rang d'une liste n'a pas « Retirer » : le serveur sait, lui, l'écrire.
    if (!modele?.querySelector('.oter') || rangs.length >= Number(liste.dataset.max ?? '200')) return
    e.preventDefault()
    const copie = modele.cloneNode(true) as Element
    vider(copie)
    copie.setAttribute('data-rang', String(rangs.length))
    renommer(copie, liste.dataset.rangs ?? '', modele.getAttribute('data-rang') ?? '0', rangs.length)
    titrer(copie, rangs.length)
    modele.after(copie)
    copie.querySelector<HTMLElement>('input, select, textarea')?.focus()
  } else if (bouton.name === 'retirer' && rangs.length > 2) {
    e.preventDefault()
    const rang = bouton.closest('[data-rang]')
    const voisin = rang?.nextElementSibling ?? null
    rang?.remove()
    renumeroter(liste)
    const suite = voisin?.matches('[data-rang]') ? voisin : rangsDe(liste).at(-1)
    suite?.querySelector<HTMLElement>('input, select, textarea')?.focus()
  }
})

export {}
