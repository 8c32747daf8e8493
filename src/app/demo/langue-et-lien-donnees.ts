/** Langue & Lien répond de ce qu’elle garde : une personne demande ses données, trois reçoivent le lien de leur espace. */
import { lejour, type Scene } from './gestes.ts'
import { type Personne, uniques } from './rejouer.ts'

/** La fiche de cette personne, cherchée par la page. */
const ficheDe = async (qui: Personne, nom: string): Promise<string> => {
  const [id] = uniques(
    await qui.lire(`/personnes?q=${encodeURIComponent(nom)}`),
    /\/personnes\/([0-9a-f-]{36})"/g,
  )
  if (!id) throw new Error(`La démonstration ne trouve pas ${nom}.`)
  return `/personnes/${id}`
}

/** Il y a quatre jours, par courriel : la réponse est due dans le mois. */
export const recevoirUneDemande = async (s: Scene, maiwenn: Personne, nom: string): Promise<void> => {
  await maiwenn.envoyer(`${await ficheDe(maiwenn, nom)}/donnees/demande`, {
    genre: 'acces',
    canal: 'courriel',
    recueLe: lejour(s, -4),
    precision: 'Je voudrais savoir ce que vous avez gardé de ma formation, et combien de temps.',
  })
}

/** Les liens partent à leur adresse : on les lit dans les courriels de la démonstration. */
export const ouvrirLesEspaces = async (nadia: Personne, noms: readonly string[]): Promise<void> => {
  for (const nom of noms) await nadia.envoyer(`${await ficheDe(nadia, nom)}/espace`, { geste: 'envoyer' })
}
