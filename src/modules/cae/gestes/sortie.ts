/** Ce qu’une sortie fait : retirer des fiches publiques, remettre à une personne ce qui est à elle. Les preuves ne bougent pas. */
import { formaterDate } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { slug } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { gestesDuCatalogue, lireOffre, type OffreId } from '#modules/catalogue/index.ts'
import { lireOctets, toutLire } from '#modules/documents/index.ts'
import { lireOrganisme, listerSignataires } from '#modules/organisme/index.ts'
import { type Intervenant, intervenants } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import type { FichierZip } from '#platform/zip/zip.ts'
import { clienteleDe, personnesFormees, programmesEmis, referencesDe } from '../db/sortie.ts'
import {
  type ContenuDeSortie,
  clientsQuiPartent,
  enHeures,
  pageDeSortie,
  sansPersonneFormee,
} from '../domain/archive-de-sortie.ts'
import { emporte } from '../domain/titulaires.ts'
import type { BiensDEnseigne } from '../lecture/biens.ts'

/** Retire ces fiches de la page publique ; chacune est au journal par le geste du catalogue. */
export const retirerFiches = async (
  tx: TenantTx,
  offres: readonly OffreId[],
  le: Date,
): Promise<Result<number, Refus>> => {
  if (offres.length === 0) return refuser('vide', 'Cochez au moins une fiche à retirer.')
  const { depublierOffre } = gestesDuCatalogue(tx, le)
  for (const o of offres) {
    const fait = await depublierOffre(o)
    if (!fait.ok) return fait
  }
  return ok(offres.length)
}

/** Ce qu’une offre dit, sans ce qui est de la coopérative ni de son public : le programme seul. */
const champsDuProgramme = [
  'objectif',
  'objectifs',
  'resultats',
  'contenu',
  'publicVise',
  'prerequis',
  'methodes',
  'moyensTechniques',
  'encadrement',
  'evaluation',
  'suivi',
  'sanction',
  'acces',
  'accessibilite',
  'certification',
  'nsf',
  'formacodes',
  'rome',
  'modalite',
  'duree',
  'prix',
] as const

type Reuni = {
  readonly corps: ContenuDeSortie
  /** Combien de textes nommaient une personne formée. */
  readonly tus: number
  readonly clientsGardes: number
}
/**
 * Ce qui est à ces personnes dans une enseigne : les programmes émis en PDF, les fichiers des supports tels que déposés, puis le contenu,
 * sans un mot d’une personne formée. Un seul fichier à la fois tient en mémoire.
 */
export async function* reunirBiens(
  { storage }: Pick<Services, 'storage'>,
  tx: TenantTx,
  { enseigne, supports }: Pick<BiensDEnseigne, 'enseigne' | 'supports'>,
  siens: BiensDEnseigne['biens'],
  personne: string,
  le: Date,
): AsyncGenerator<FichierZip, Reuni> {
  const ids = (genre: (typeof siens)[number]['genre']) =>
    siens.flatMap((b) => (b.genre === genre ? b.id : []))
  const formees = await personnesFormees(tx, enseigne.id)
  const cooperative = (await lireOrganisme(tx)).nom
  const clients = await clienteleDe(tx, ids('client'))
  const partent = clientsQuiPartent(clients, formees)
  // Ce qui part sous son nom, ou qui travaille ici : un nom de famille de là ne nomme pas une personne formée.
  const gardes = [
    cooperative,
    enseigne.nom,
    ...partent.flatMap((c) => [c.nom, ...c.contacts.map((k) => k.nom)]),
    ...(await intervenants(tx)).map((g) => `${g.prenom} ${g.nom}`),
    ...(await listerSignataires(tx)).map((g) => g.nom),
  ]
  const pris = new Set<string>()
  /** Un nom qui ne sert pas deux fois, lisible partout. */
  const nommer = (dossier: string, titre: string, fin: string): string => {
    const racine = `${dossier}/${slug(sansPersonneFormee(titre, formees, { seul: 'partout', gardes }).valeur) || 'sans-titre'}`
    let nom = `${racine}.${fin}`
    for (let n = 2; pris.has(nom); n += 1) nom = `${racine}-${n}.${fin}`
    pris.add(nom)
    return nom
  }
  const offres = ids('programme') as readonly string[] as readonly OffreId[]
  // Un programme émis qui nommerait une personne formée ne part pas : ses rubriques, elles, partent sans ce nom.
  const emis = new Map(
    (await programmesEmis(tx, offres))
      .filter((p) => sansPersonneFormee(p.donnees, formees, { seul: 'capitale', gardes }).touches === 0)
      .map((p) => [p.offre, p.piece]),
  )
  const programmes: ContenuDeSortie['programmes'][number][] = []
  for (const id of offres) {
    const o = await lireOffre(tx, id)
    if (!o) continue
    const piece = emis.get(id)
    const lu = piece && (await lireOctets({ storage }, tx, piece, toutLire))
    const nom = lu ? nommer('programmes', o.intitule, 'pdf') : null
    if (lu && nom) yield { nom, octets: lu.octets }
    programmes.push({
      intitule: o.intitule,
      contenu: Object.fromEntries(champsDuProgramme.map((k) => [k, o[k]])),
      fichier: nom,
    })
  }
  const tenus = new Set<string>(ids('support'))
  const donnees: ContenuDeSortie['supports'][number][] = []
  for (const { id: support, genre, titre, programme, le: quand, contenu, fichiers: joints } of supports) {
    if (!tenus.has(support)) continue
    const noms: string[] = []
    for (const j of joints) {
      const lu = await storage.get(tx, j.fichier)
      if (!lu) continue
      const [, fin = 'pdf'] = /\.([a-z0-9]{2,5})$/i.exec(j.nom) ?? []
      const nom = nommer('supports', j.nom.replace(/\.[a-z0-9]{2,5}$/i, ''), fin.toLowerCase())
      yield { nom, octets: lu.octets }
      noms.push(nom)
    }
    donnees.push({ genre, titre, programme, le: quand, contenu, fichiers: noms })
  }
  const { valeur: corps, touches } = sansPersonneFormee(
    {
      cooperative,
      enseigne: enseigne.nom,
      personne,
      le: formaterDate(jourLocal(le, ZONE_PAR_DEFAUT)),
      programmes,
      supports: donnees,
      clientele: partent.map(({ id: _, ...c }) => c),
      references: (
        await referencesDe(
          tx,
          enseigne.id,
          offres,
          partent.map((c) => c.id),
        )
      ).map(({ minutes, ...r }) => ({ ...r, heures: enHeures(minutes) })),
    } satisfies ContenuDeSortie,
    formees,
    { seul: 'capitale', gardes },
  )
  return { corps, tus: touches, clientsGardes: clients.length - partent.length }
}

/** L’archive d’une personne : ce qui est à elle, puis sortie.json et une page lisible. */
export async function* composerArchiveDeSortie(
  services: Pick<Services, 'storage'>,
  tx: TenantTx,
  { enseigne, biens, supports }: BiensDEnseigne,
  qui: Intervenant,
  le: Date,
): AsyncGenerator<FichierZip> {
  const siens = biens.filter((b) => emporte(b.titulaire, qui.personne))
  const nom = `${qui.prenom} ${qui.nom}`.trim()
  const { corps, tus, clientsGardes } = yield* reunirBiens(
    services,
    tx,
    { enseigne, supports },
    siens,
    nom,
    le,
  )
  await consigner(tx, {
    activite: enseigne.id,
    faitLe: le,
    module: 'cae',
    geste: 'remettre-archive-de-sortie',
    objet: { genre: 'tiers', id: qui.personne },
    phrase: `Ce qui est à {tiers:${qui.personne}} dans son enseigne est réuni dans une archive.`,
    details: {
      programmes: corps.programmes.length,
      supports: corps.supports.length,
      clientele: corps.clientele.length,
      clientsGardes,
      tus,
    },
  })
  yield { nom: 'lisez-moi.html', octets: Buffer.from(pageDeSortie(corps), 'utf8') }
  yield {
    nom: 'sortie.json',
    octets: Buffer.from(JSON.stringify({ format: 'coforme-sortie/1', ...corps }, null, 2), 'utf8'),
  }
}
