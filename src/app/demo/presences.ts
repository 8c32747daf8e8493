/** Les présences de la démonstration : signées à la tablette, à l'heure où elles se signaient. */
import { createHash, randomBytes, randomUUID, webcrypto } from 'node:crypto'
import { ajouterJours } from '#kernel/dates.ts'
import { instantDe, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { Scene } from './gestes.ts'
import { secondesDeSignature } from './jours.ts'
import { chemin, uniques } from './rejouer.ts'

const motifFeuille = /"(\/sessions\/[0-9a-f-]{36}\/seances\/[0-9a-f-]{36})"/g

/** Les feuilles d'une session, dans l'ordre des demi-journées. */
export const feuillesDe = async (s: Scene, formateur: string, session: string): Promise<readonly string[]> =>
  uniques(await (await s.entrer(formateur)).lire(session), motifFeuille)

/** Ce jour-là, à partir de cette minute. `jusque` : la minute que personne ne dépasse. */
type Quand = { readonly ecart: number; readonly debut: number; readonly jusque?: number }

/**
 * Chacun prend la tablette, touche son nom et écrit ses initiales, à son heure ; `sauf` : les noms qui ne viennent pas.
 * `serie` : elle fait le tour de la table en quelques secondes, ce que les contrôles relèvent.
 */
export const signerALaTablette = async (
  s: Scene,
  formateur: string,
  feuille: string,
  { ecart, debut, jusque }: Quand,
  { sauf = [], serie = false }: { readonly sauf?: readonly string[]; readonly serie?: boolean } = {},
): Promise<void> => {
  s.aller(ecart, debut)
  const [, session, seance] = /^\/sessions\/([0-9a-f-]{36})\/seances\/([0-9a-f-]{36})$/.exec(feuille) ?? []
  const anime = await s.entrer(formateur)
  // L'appareil n'est plus connecté : il ne tient que le secret de sa demi-journée.
  const tablette = chemin(await anime.envoyer(`/sessions/${session}/emargement/${seance}/tablette`, {}))
  s.sortir(formateur)
  const appareil = s.appareil()
  const page = await appareil.lire(tablette)
  const noms = [...page.matchAll(/href="(\/emargement\/tablette\/[^"/]+\/[0-9a-f-]{36})"[^>]*>([^<]+)</g)]
  if (noms.length === 0) throw new Error(`La tablette de ${feuille} ne propose aucun nom.`)
  const venus = noms.flatMap(([, adresse = '', nom = '']) =>
    sauf.some((x) => nom.includes(x)) ? [] : [{ adresse, nom }],
  )
  const heures = secondesDeSignature(
    venus.map(({ nom }) => nom),
    debut * 60,
    jusque === undefined ? undefined : jusque * 60,
  )
  for (const [rang, { adresse, nom }] of venus.entries()) {
    s.aller(ecart, debut, serie ? 300 + 2 * rang : (heures[rang] ?? 0) - debut * 60)
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
  options: { readonly sauf?: readonly string[]; readonly serie?: boolean } = {},
): Promise<void> => {
  await signerALaTablette(s, formateur, feuille, { ecart, debut }, options)
  s.aller(ecart, fin + 5)
  await clore(s, formateur, feuille)
}

type Emport = {
  readonly feuilles: readonly {
    readonly seance: string
    readonly feuille: string
    readonly cases: readonly { readonly inscription: string; readonly etat: string }[]
  }[]
}

/** Une demi-journée sans réseau : l’appareil emporte la feuille, fait signer chacun, et rapporte une heure après la fin. */
export const tenirSansReseau = async (
  s: Scene,
  formateur: string,
  feuille: string,
  [ecart, debut, fin]: readonly [ecart: number, debut: number, fin: number],
): Promise<void> => {
  const seance = feuille.split('/').pop() ?? ''
  /** L’heure de l’appareil, la même que celle du récit. */
  const a = (minute: number) =>
    instantDe(ajouterJours(s.jour, ecart), minute, ZONE_PAR_DEFAUT).instant.toISOString()
  s.aller(ecart, debut - 30)
  const anime = await s.entrer(formateur)
  // La clé ne sort pas de l’appareil : le récit en fait une, et l’oublie.
  const { privateKey, publicKey } = await webcrypto.subtle.generateKey(
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign', 'verify'],
  )
  const cle = Buffer.from(await webcrypto.subtle.exportKey('raw', publicKey)).toString('base64url')
  const { id } = await anime.echanger<{ id: string }>('/hors-ligne/appareil', {
    cle,
    nom: 'Téléphone, Firefox',
  })
  const { feuilles } = await anime.echanger<Emport>('/hors-ligne/emporter', {
    appareil: id,
    horloge: a(debut - 30),
    // Un appareil neuf n’a rien signé encore.
    rang: 0,
    tete: null,
  })
  const ici = feuilles.find((f) => f.seance === seance)
  if (!ici) throw new Error(`La feuille ${feuille} ne s’emporte pas.`)
  let precedente: string | null = null
  const envois: { texte: string; signature: string }[] = []
  for (const [i, c] of ici.cases.filter((x) => x.etat === 'attendue').entries()) {
    const texte: string = JSON.stringify({
      alea: randomBytes(16).toString('hex'),
      appareil: id,
      attestation: true,
      faitLe: a(debut + 5 + i),
      feuille: ici.feuille,
      format: 'coforme-appareil/1',
      geste: 'presence',
      id: randomUUID(),
      identification: 'initiales',
      inscription: c.inscription,
      motif: null,
      precedente,
      rang: i + 1,
      seance,
      trace: null,
    })
    precedente = createHash('sha256').update(texte).digest('hex')
    const signature = await webcrypto.subtle.sign(
      { name: 'ECDSA', hash: 'SHA-256' },
      privateKey,
      Buffer.from(texte),
    )
    envois.push({ texte, signature: Buffer.from(signature).toString('base64url') })
  }
  s.aller(ecart, fin + 60)
  const { retours } = await anime.echanger<{ retours: readonly { readonly issue?: string }[] }>(
    '/hors-ligne/synchroniser',
    { appareil: id, horloge: a(fin + 60), envois },
  )
  if (retours.length === 0 || retours.some((r) => r.issue !== 'retenue'))
    throw new Error(`Une signature sans réseau n’est pas retenue : ${JSON.stringify(retours)}`)
  await clore(s, formateur, feuille)
}

/** Le code de la salle de cette demi-journée : l’écran à projeter, où chacun photographie le carré qui tourne. */
export const afficherLaSalle = async (s: Scene, formateur: string, feuille: string): Promise<void> => {
  const [, session, seance] = /^\/sessions\/([0-9a-f-]{36})\/seances\/([0-9a-f-]{36})$/.exec(feuille) ?? []
  await (await s.entrer(formateur)).envoyer(`/sessions/${session}/emargement/${seance}/salle`, {})
}

/** Les liens de signature de cette demi-journée partent à qui n'a pas signé. */
export const envoyerLesLiens = async (s: Scene, formateur: string, feuille: string): Promise<void> => {
  await (await s.entrer(formateur)).envoyer(feuille, { geste: 'envoyer' })
}
