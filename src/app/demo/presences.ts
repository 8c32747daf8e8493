/** Les présences de la démonstration : signées à la tablette, à l'heure où elles se signaient. */
import type { Scene } from './gestes.ts'
import { chemin, uniques } from './rejouer.ts'

const motifFeuille = /"(\/sessions\/[0-9a-f-]{36}\/seances\/[0-9a-f-]{36})"/g

/** Les feuilles d'une session, dans l'ordre des demi-journées. */
export const feuillesDe = async (s: Scene, formateur: string, session: string): Promise<readonly string[]> =>
  uniques(await (await s.entrer(formateur)).lire(session), motifFeuille)

/** Chacun prend la tablette, touche son nom et écrit ses initiales ; `sauf` : les noms qui ne viennent pas. */
export const signerALaTablette = async (
  s: Scene,
  formateur: string,
  feuille: string,
  sauf: readonly string[] = [],
): Promise<void> => {
  const [, session, seance] = /^\/sessions\/([0-9a-f-]{36})\/seances\/([0-9a-f-]{36})$/.exec(feuille) ?? []
  const anime = await s.entrer(formateur)
  // L'appareil n'est plus connecté : il ne tient que le secret de sa demi-journée.
  const tablette = chemin(await anime.envoyer(`/sessions/${session}/emargement/${seance}/tablette`, {}))
  s.sortir(formateur)
  const appareil = s.appareil()
  const page = await appareil.lire(tablette)
  const noms = [...page.matchAll(/href="(\/emargement\/tablette\/[^"/]+\/[0-9a-f-]{36})"[^>]*>([^<]+)</g)]
  if (noms.length === 0) throw new Error(`La tablette de ${feuille} ne propose aucun nom.`)
  for (const [, adresse = '', nom = ''] of noms) {
    if (sauf.some((x) => nom.includes(x))) continue
    await appareil.envoyer(adresse, { initiales: initialesDe(nom.trim()), attestation: 'on' })
  }
}

/** « Élodie Œuvrard » : « ÉŒ » ; la tablette accepte les initiales de chaque partie du nom. */
const initialesDe = (nom: string): string =>
  nom
    .replaceAll('œ', 'oe')
    .replaceAll('Œ', 'Oe')
    .split(/[\s-]+/)
    .map((m) => m.slice(0, 1))
    .join('')

/** Les inscriptions dont la case n'est pas encore statuée : elles précèdent « Au registre » et « Absences ». */
const attendues = (page: string): readonly string[] =>
  uniques(page.split(/<h3>(?:Au registre|Absences)/)[0] ?? '', /name="inscription" value="([0-9a-f-]{36})"/g)

/** Qui n'a pas signé est noté absent, puis la feuille est signée par qui forme, et close. */
export const clore = async (
  s: Scene,
  formateur: string,
  feuille: string,
  absence = 'justificatif-remis',
): Promise<void> => {
  const anime = await s.entrer(formateur)
  for (const inscription of attendues(await anime.lire(feuille)))
    await anime.envoyer(feuille, { geste: 'absent', inscription, absence })
  await anime.envoyer(feuille, { geste: 'clore' })
}

/** Une demi-journée entière : signée à son début, close à sa fin. */
export const tenir = async (
  s: Scene,
  formateur: string,
  feuille: string,
  [ecart, debut, fin]: readonly [ecart: number, debut: number, fin: number],
  sauf: readonly string[] = [],
): Promise<void> => {
  s.aller(ecart, debut + 5)
  await signerALaTablette(s, formateur, feuille, sauf)
  s.aller(ecart, fin + 5)
  await clore(s, formateur, feuille)
}

/** Les liens de signature de cette demi-journée partent à qui n'a pas signé. */
export const envoyerLesLiens = async (s: Scene, formateur: string, feuille: string): Promise<void> => {
  await (await s.entrer(formateur)).envoyer(feuille, { geste: 'envoyer' })
}
