/**
 * Les raccourcis d'une touche : « / » cherche, « ? » les montre, « g » puis une lettre mène à une entrée du sommaire. Ils ne font rien dans
 * un champ et avec une touche de contrôle, et s'éteignent (WCAG 2.1.4) : un logiciel de dictée, ou une main qui tremble, ne doit pas
 * changer de page. Rien ne manque sans ce script.
 */
const CLE = 'coforme.raccourcis'
/** Le temps laissé entre « g » et sa lettre. */
const DELAI = 1_500

const lettres: Readonly<Record<string, string>> = {
  '/aujourdhui': 'a',
  '/bpf': 'b',
  '/catalogue': 'c',
  '/documents': 'd',
  '/entreprises': 'e',
  '/factures': 'f',
  '/planning': 'l',
  '/cooperative': 'm',
  '/poles': 'o',
  '/personnes': 'p',
  '/qualite': 'q',
  '/sessions': 's',
  '/questionnaires': 'u',
  '/controles': 'v',
}

/** Le réglage de cette page, pour un navigateur qui ne garde rien. */
let ici = true
/** Le réglage de cet appareil ; un navigateur qui ne garde rien les laisse allumés, sauf à les éteindre ici. */
const allumes = (): boolean => {
  try {
    return ici && localStorage.getItem(CLE) !== 'non'
  } catch {
    return ici
  }
}
const regler = (oui: boolean): void => {
  ici = oui
  try {
    if (oui) localStorage.removeItem(CLE)
    else localStorage.setItem(CLE, 'non')
  } catch {
    // Rien ne se garde ici : le réglage vaudra pour cette page.
  }
}

const ecrit = (cible: EventTarget | null): boolean =>
  cible instanceof HTMLElement && (cible.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(cible.tagName))

/** Les entrées du sommaire que cette personne voit, par lettre. */
const entrees = (): ReadonlyMap<string, HTMLAnchorElement> =>
  new Map(
    [...document.querySelectorAll<HTMLAnchorElement>('#sommaire a[href]')].flatMap((a) => {
      const lettre = lettres[a.pathname]
      return lettre === undefined ? [] : [[lettre, a] as const]
    }),
  )

const faire = <K extends keyof HTMLElementTagNameMap>(
  nom: K,
  texte = '',
  traits: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[K] => {
  const e = document.createElement(nom)
  e.textContent = texte
  for (const [cle, valeur] of Object.entries(traits)) e.setAttribute(cle, valeur)
  return e
}

const ligne = (touches: readonly string[], quoi: string): HTMLElement[] => {
  const dt = faire('dt')
  touches.forEach((t, i) => {
    if (i > 0) dt.append(' puis ')
    dt.append(faire('kbd', t))
  })
  return [dt, faire('dd', quoi)]
}

let fenetre: HTMLDialogElement | undefined
const composer = (): HTMLDialogElement => {
  const d = faire('dialog', '', { class: 'raccourcis', 'aria-labelledby': 'raccourcis-t' })
  const liste = faire('dl')
  liste.append(...ligne(['/'], 'Chercher'), ...ligne(['?'], 'Montrer ces raccourcis'))
  for (const [lettre, a] of entrees()) liste.append(...ligne(['g', lettre], a.textContent ?? ''))
  const label = faire('label')
  const caseA = faire('input', '', { type: 'checkbox' })
  caseA.checked = allumes()
  caseA.addEventListener('change', () => regler(caseA.checked))
  label.append(caseA, ' Raccourcis d’une touche, sur cet appareil')
  const fermer = faire('button', 'Fermer', { class: 'button', type: 'button' })
  fermer.addEventListener('click', () => d.close())
  d.append(
    faire('h2', 'Raccourcis clavier', { id: 'raccourcis-t' }),
    faire('p', 'Hors d’un champ, sans touche de contrôle.', { class: 'sub' }),
    liste,
    faire('p'),
    fermer,
  )
  d.querySelector('p:last-of-type')?.append(label)
  document.body.append(d)
  return d
}
const montrer = (): void => {
  fenetre ??= composer()
  if (!fenetre.open) fenetre.showModal()
}

/** Le seul moyen de les rallumer une fois éteints : un bouton, au pied de la page. */
const pied = document.querySelector('.foot p')
if (pied) {
  const bouton = faire('button', 'Raccourcis clavier', { class: 'lien', type: 'button' })
  bouton.addEventListener('click', montrer)
  pied.append(' ', bouton)
}

let attente = 0
document.addEventListener('keydown', (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.repeat || e.isComposing || ecrit(e.target)) return
  if (document.querySelector('dialog[open]') || !allumes()) return
  if (attente > 0 && performance.now() - attente < DELAI) {
    attente = 0
    const cible = entrees().get(e.key.toLowerCase())
    if (!cible) return
    e.preventDefault()
    cible.click()
    return
  }
  attente = 0
  if (e.key === '?') {
    e.preventDefault()
    montrer()
  } else if (e.key === 'g') attente = performance.now()
  else if (e.key === '/') {
    const recherche = document.querySelector<HTMLInputElement>('input[aria-keyshortcuts="/"]')
    // Masquée au téléphone, elle ne prend pas la main.
    if (!recherche || recherche.offsetParent === null) return
    e.preventDefault()
    recherche.focus()
    recherche.select()
  }
})

export {}
