/** Une scène pour les papiers d’une session : un organisme complet, une offre, deux demi-journées, le dossier d’une entreprise, deux inscrits. */
import { sql } from 'kysely'
import { pagesComposees } from '#app/pages/module.ts'
import { prisesDesDocuments } from '#app/prises.ts'
import { prisesDesInscriptions, prisesDesSessions } from '#app/toucher.tsx'
import type { PersonneId } from '#kernel/id.ts'
import { moduleDocuments } from '#modules/documents/module.ts'
import { servicesDe } from '#modules/emargement/test/session-d-essai.ts'
import type { DossierSaisi } from '#modules/inscriptions/gestes/composer-dossier.ts'
import { inscrire } from '#modules/inscriptions/gestes/inscrire.ts'
import { ouvrirDossier } from '#modules/inscriptions/gestes/ouvrir-dossier.ts'
import { inscriptions, moduleInscriptions } from '#modules/inscriptions/index.ts'
import { dossierSaisi } from '#modules/inscriptions/test/dossiers.ts'
import { moduleSessions } from '#modules/sessions/index.ts'
import { poserIntervenant, poserOffre, poserSession } from '#modules/sessions/test/poser.ts'
import { type MaintenanceTx, newId, type TenantTx } from '#platform/db/index.ts'
import type { CoformeModule } from '#web/module.ts'
import type { baseNeuve } from '../base/index.ts'
import { pagesDevant } from '../monde/index.ts'
import { pdfDEssai } from '../pdf-d-essai.ts'
import type { moteur } from './texte.ts'

export const instant = '2026-11-10T09:00:00Z'

export const contenu = {
  intitule: 'Anglais professionnel',
  objectif: 'Conduire une réunion en anglais.',
  objectifs: ['Ouvrir une réunion.', 'Conclure.'],
  contenu: 'Ouvrir : accueil, ordre du jour\nConclure : relevé de décisions',
  publicVise: 'Cheffes de projet.',
  prerequis: 'Aucun.',
  methodes: 'Mises en situation.',
  moyensTechniques: 'Salle équipée.',
  encadrement: 'Une formatrice par groupe.',
  formateurs: 'Master LEA, dix ans d’enseignement.',
  suivi: 'Signature à chaque demi-journée.',
  evaluation: 'Mise en situation notée.',
  sanction: 'Attestation de fin de formation.',
  acces: 'Sur entretien.',
  delaiAcces: 'Trois semaines.',
  contact: 'Noé Tessier',
  contactCourriel: 'contact@maison.example',
  contactTelephone: '04 65 71 20 33',
  accessibilite: 'De plain-pied',
  referentHandicap: 'Camille Ferrand',
  sansResultat: true,
  prix: 98_000,
  duree: 420,
  modalite: 'presentiel',
}
const suites = () => inscriptions.contributionsSession ?? []
const rangs: readonly CoformeModule[] = [
  moduleDocuments(prisesDesDocuments),
  moduleSessions(prisesDesSessions(suites)),
  moduleInscriptions(prisesDesInscriptions(suites)),
]
const fil = [...rangs, pagesComposees(rangs)]

/** Une version en vigueur de cette offre ; d’un numéro plus grand, elle dit ce que la précédente ne disait pas. */
export const poserVersion = async (
  tx: MaintenanceTx,
  {
    organisme,
    activite,
    offre,
  }: { readonly organisme: string; readonly activite: string; readonly offre: string },
  numero = 7,
  dit: Partial<typeof contenu> = {},
): Promise<string> => {
  const version = newId()
  await sql`insert into catalogue.version (organisme_id, id, activite_id, offre_id, numero, contenu, intitule, nature, modalite, duree_minutes, figee_le)
    values (${organisme}, ${version}, ${activite}, ${offre}, ${numero}, ${JSON.stringify({ ...contenu, ...dit })}::jsonb,
      'Anglais professionnel', 'formation', 'presentiel', 420, now())`.execute(tx)
  return version
}

export const scene = (base: Awaited<ReturnType<typeof baseNeuve>>, pdf: ReturnType<typeof moteur>) => {
  const preparer = async (saisie: DossierSaisi = dossierSaisi(), { adresse = true } = {}) => {
    const organisme = newId<'Organisme'>()
    const activite = newId<'Activite'>()
    const personne = newId<'Personne'>() as PersonneId
    const poses = await base.maintenance(async (tx) => {
      await sql`insert into organisme.organisme (organisme_id, code, nom, forme, societe, siret, nda, nda_prefet, adresse, code_postal,
        ville, courriel, telephone, regime_tva, tva_demande_recue_le)
      values (${organisme}, ${`maison-${organisme.slice(-8)}`}, 'Langue & Lien', 'scop', 'SA', '99912047000011', '84389914238',
        'de la région Auvergne-Rhône-Alpes', '14 rue des Passerelles', '38000', 'Grenoble', 'bonjour@langue-et-lien.example',
        '04 65 71 20 30', 'exonere', '2020-01-01')`.execute(tx)
      await sql`insert into organisme.activite (organisme_id, id, nom, commune, ouverte_le)
      values (${organisme}, ${activite}, 'Commune', true, '2020-01-01')`.execute(tx)
      await sql`insert into organisme.signataire (organisme_id, id, compte_id, nom, qualite, genre, pieces, debut)
      values (${organisme}, ${newId()}, ${personne}, 'Hélène Roussillon', 'directrice générale', 'fonction', '{*}', '2020-01-01')`.execute(
        tx,
      )
      const offre = await poserOffre(tx, { organisme, activite })
      const version = await poserVersion(tx, { organisme, activite, offre })
      const s = await poserSession(tx, {
        organisme,
        activite,
        offre,
        capacite: 12,
        seances: [
          ['2026-12-07', 540, 750],
          ['2026-12-14', 540, 750],
        ],
      })
      await sql`update sessions.session set version_id = ${version} where organisme_id = ${organisme}`.execute(
        tx,
      )
      await poserIntervenant(tx, { organisme, activite }, s.seances)
      return { ...s, offre, version }
    })
    const dans = <T>(w: (tx: TenantTx) => Promise<T>) => base.enTantQue(organisme, { personne }, w)
    const le = new Date(instant)
    const dossier = await dans(async (tx) => {
      const d = await ouvrirDossier(tx, poses.session, newId(), saisie, le)
      if (!d.ok) throw new Error(d.error.map((e) => e.phrase).join(' '))
      await inscrire(
        tx,
        poses.session,
        newId(),
        [
          { prenom: 'Agathe', nom: 'Pons', courriel: 'agathe@exemple.example', statutF1: 'salarie-prive' },
          { prenom: 'Yann', nom: 'Kerbrat', statutF1: 'salarie-prive' },
        ],
        le,
        { dossier: d.value.id, remisLe: undefined },
      )
      return d.value.id
    })
    if (adresse)
      await base.maintenance(async (tx) => {
        for (const table of ['entreprise', 'personne'])
          await sql`update ${sql.table(`tiers.${table}`)} set adresse = '3 chemin des Forges', code_postal = '38190', ville = 'Villard-Bonnot'
          where organisme_id = ${organisme}`.execute(tx)
      })
    const services = { ...servicesDe(base, { organisme, personne }, instant), pdf }
    const appDe = (x: typeof services, roles: readonly string[] = ['responsable', 'assistant']) =>
      pagesDevant(x, fil, (c) =>
        !c.req.path.startsWith('/piece/')
          ? {
              roles,
              personneId: personne,
              organisme: { id: organisme, code: 'maison', nom: 'Langue & Lien' },
            }
          : undefined,
      ).app
    const app = appDe(services)
    const envoyer = (url: string, champs: Readonly<Record<string, string>> | FormData, chez = app) =>
      chez.request(url, {
        method: 'POST',
        headers: {
          origin: 'http://localhost:3000',
          'sec-fetch-site': 'same-origin',
          ...(champs instanceof FormData ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        body: champs instanceof FormData ? champs : new URLSearchParams(champs).toString(),
      })
    const pieces = () =>
      base.maintenance(
        async (tx) =>
          (
            await sql<{
              id: string
              genre: string
              numero: string
              remplace: string | null
              complete: string | null
            }>`
            select id, genre, numero, remplace_id as remplace, complete_id as complete from documents.piece
            where organisme_id = ${organisme} order by genre, numero`.execute(tx)
          ).rows,
      )
    return {
      organisme,
      activite,
      offre: poses.offre,
      version: poses.version,
      session: poses.session,
      seances: poses.seances,
      dossier,
      dans,
      services,
      app,
      /** Les mêmes pages, un autre jour. */
      appA: (quand: string) => appDe({ ...services.a(quand), pdf }),
      appPour: (...roles: string[]) => appDe(services, roles),
      personne,
      envoyer,
      pieces,
      url: `/sessions/${poses.session}/dossiers/${dossier}/pieces`,
    }
  }
  return preparer
}
export type Scene = Awaited<ReturnType<ReturnType<typeof scene>>>

export const reglement = {
  incendie: 'On sort au signal et on se rassemble devant le portail.',
  accident: 'La trousse est à l’accueil ; le 15 s’appelle de partout.',
  materiel: 'Le matériel reste sur place, une panne se signale.',
  vie: 'Chacun travaille dans le respect des autres.',
  exclusionJoursMax: '5',
  nom: 'Hélène Roussillon',
  qualite: 'directrice générale',
  telephone: '04 65 71 20 31',
  courriel: 'direction@langue-et-lien.example',
  reclamations: 'qualite@langue-et-lien.example',
  delaiJours: '10',
  enVigueurLe: '01/12/2026',
}
export const etablir = async (s: Scene) => {
  const r = await s.envoyer('/documents/reglement-interieur', { ...reglement, geste: 'emettre' })
  if (r.status !== 303) throw new Error(await phraseDe(r))
}
export const phraseDe = async (r: Response) => {
  const texte = await r.text()
  return /Rien n’a été émis[\s\S]{0,400}/.exec(texte)?.[0] ?? texte
}
export const defaut = {
  mediateurNom: '',
  mediateurAdresse: '',
  mediateurSite: '',
  cessation: '',
  objetAvenant: '',
  validiteJours: '30',
}
export const scan = (dateeDu: string) => {
  const f = new FormData()
  for (const [k, v] of Object.entries({
    partie: 'client',
    signataire: 'Rosa Marchal',
    titre: 'directrice',
    dateeDu,
  }))
    f.set(k, v)
  f.set('scan', new File([pdfDEssai()], 's.pdf'))
  return f
}

export const multi = (champs: Readonly<Record<string, string | File>>): FormData => {
  const form = new FormData()
  for (const [nom, v] of Object.entries(champs)) form.append(nom, v)
  return form
}
