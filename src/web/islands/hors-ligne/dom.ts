/** De quoi bâtir la page sans une ligne de balisage en texte : un nom venu du dehors n'y est jamais que du texte. */
type Enfant = Node | string | null | undefined | false
type Attributs = Readonly<Record<string, string | boolean | ((e: Event) => void)>>

export const el = <K extends keyof HTMLElementTagNameMap>(
  nom: K,
  attributs: Attributs = {},
  ...enfants: readonly Enfant[]
): HTMLElementTagNameMap[K] => {
  const e = document.createElement(nom)
  for (const [cle, v] of Object.entries(attributs)) {
    if (typeof v === 'function') e.addEventListener(cle, v)
    else if (v === true) e.setAttribute(cle, '')
    else if (v !== false) e.setAttribute(cle, v)
  }
  e.append(...enfants.filter((x): x is Node | string => x !== null && x !== undefined && x !== false))
  return e
}
/** L'élément d'un îlot voisin, tel que le serveur l'écrirait. */
export const tracer = (nom: string): HTMLElement => {
  const e = document.createElement('trace-signature')
  e.dataset.nom = nom
  return e
}

export const etat = (code: string, mot: string) => el('span', { class: `etat ${code}` }, mot)
export const lignes = (...paires: readonly (readonly [string, Enfant])[]) =>
  el('dl', { class: 'recu' }, ...paires.map(([t, v]) => el('div', {}, el('dt', {}, t), el('dd', {}, v))))
export const paragraphe = (...enfants: readonly Enfant[]) => el('p', {}, ...enfants)
export const bouton = (texte: string, quand: () => void, classe = 'button') =>
  el('button', { type: 'button', class: classe, click: quand }, texte)

/** Un champ et son erreur ; `dire` la pose, et la lie. */
export const champ = (c: {
  readonly nom: string
  readonly libelle: string
  readonly aide?: string
  readonly attributs?: Attributs
}) => {
  const entree = el('input', { id: c.nom, name: c.nom, autocomplete: 'off', ...c.attributs })
  const erreur = el('small', { class: 'erreur', id: `${c.nom}-e`, hidden: true })
  const aide = c.aide ? el('small', { id: `${c.nom}-a` }, c.aide) : null
  entree.setAttribute('aria-describedby', `${c.nom}-e${aide ? ` ${c.nom}-a` : ''}`)
  const boite = el('p', { class: 'field' }, el('label', { for: c.nom }, c.libelle), entree, erreur, aide)
  const dire = (phrase: string): void => {
    erreur.textContent = phrase
    erreur.hidden = phrase === ''
    if (phrase) {
      entree.setAttribute('aria-invalid', 'true')
      entree.focus()
    } else entree.removeAttribute('aria-invalid')
  }
  return { boite, entree, dire }
}

const insecable = '\u00a0'
/** « 9 h », « 9 h 05 », « 9 h 05 min 12 s » : à la pendule de la salle, comme partout ailleurs. */
export const heure = (iso: string, zone: string, secondes = false): string => {
  const parts = new Intl.DateTimeFormat('fr-FR', {
    timeZone: zone,
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(iso))
  const de = (type: string) => parts.find((p) => p.type === type)?.value ?? ''
  const pile = !secondes && de('minute') === '00'
  const hm = `${Number(de('hour'))}${insecable}h${pile ? '' : `${insecable}${de('minute')}`}`
  return secondes ? `${hm}${insecable}min${insecable}${Number(de('second'))}${insecable}s` : hm
}
/** « 24 novembre à 9 h 05 », à l'heure de l'appareil. */
export const moment = (iso: string): string => {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const jour = new Date(iso).toLocaleDateString('fr-FR', { day: 'numeric', month: 'long' })
  return `${jour} à ${heure(iso, timeZone)}`
}
/** « 7 h », « 42 min » : ce dont une horloge s’écarte, arrondi à la minute. */
export const ecartDit = (ms: number): string => {
  const minutes = Math.round(Math.abs(ms) / 60_000)
  const [h, m] = [Math.floor(minutes / 60), minutes % 60]
  if (h === 0) return `${m}${insecable}min`
  return `${h}${insecable}h${m === 0 ? '' : `${insecable}${String(m).padStart(2, '0')}`}`
}
export const compter = (n: number, un: string, plusieurs = `${un}s`): string =>
  `${n}${insecable}${n > 1 ? plusieurs : un}`
