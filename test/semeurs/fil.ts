import { createHash } from 'node:crypto'
import type { ActiviteId } from '#kernel/id.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import type { Graine, Semeur } from '../base/semer.ts'

const instant = new Date('2026-01-05T08:00:00Z')
const octets = (texte: string): Buffer => createHash('sha256').update(texte).digest()

const organisme: Semeur = {
  module: 'organisme',
  async semer(tx, g) {
    await tx
      .insertInto('organisme.organisme')
      .values({
        organisme_id: g.organisme,
        code: `organisme-${g.organisme.slice(-8)}`,
        nom: `Organisme ${g.lettre}`,
        forme: 'scop',
        societe: 'SARL',
        siret: '73282932000074',
      })
      .execute()
    for (const [rang, id] of g.activites.entries())
      await tx
        .insertInto('organisme.activite')
        .values({
          organisme_id: g.organisme,
          id,
          nom: rang === 0 ? 'Commune' : 'Enseigne',
          commune: rang === 0,
          ouverte_le: '2026-01-01',
        })
        .execute()
    await tx
      .insertInto('organisme.etablissement')
      .values({ organisme_id: g.organisme, id: newId(), nom: 'Salle Char' })
      .execute()
    await tx
      .insertInto('organisme.signataire')
      .values({
        organisme_id: g.organisme,
        id: newId(),
        compte_id: g.personne,
        nom: 'Samira Belkacem',
        qualite: 'gérante',
        genre: 'fonction',
        pieces: ['*'],
        debut: '2026-01-01',
      })
      .execute()
  },
}

/** De l'offre à l'inscription, dans une enseigne. */
const semerEnseigne = async (tx: MaintenanceTx, g: Graine, activite: ActiviteId): Promise<void> => {
  const cle = { organisme_id: g.organisme, activite_id: activite }
  const [entreprise, personne, lecture, offre, session] = [newId(), newId(), newId(), newId(), newId()]
  await tx
    .insertInto('tiers.entreprise')
    .values({ ...cle, id: entreprise, nom: 'Hôtel Aubrac', pli: 'hotel aubrac', cree_le: instant })
    .execute()
  await tx
    .insertInto('tiers.personne')
    .values({
      ...cle,
      id: personne,
      prenom: 'Léonie',
      nom: 'Fabre',
      pli: 'fabre leonie',
      entreprise_id: entreprise,
      cree_le: instant,
    })
    .execute()
  await tx
    .insertInto('catalogue.import')
    .values({
      ...cle,
      id: lecture,
      nom_fichier: 'catalogue.xml',
      empreinte: octets(activite),
      version: '2.3',
      rapport: '[]',
      lu_le: instant,
    })
    .execute()
  await tx
    .insertInto('catalogue.offre')
    .values({
      ...cle,
      id: offre,
      etat: 'adoptee',
      intitule: 'Anglais professionnel',
      nature: 'formation',
      import_id: lecture,
      adoptee_le: instant,
      cree_le: instant,
      modifiee_le: instant,
    })
    .execute()
  await tx
    .insertInto('sessions.session')
    .values({
      ...cle,
      id: session,
      numero: `S-2026-${activite.slice(-4)}`,
      offre_id: offre,
      intitule: 'Anglais professionnel',
      nature: 'formation',
      etat: 'ouverte',
      lieu: 'Salle Char',
      formateur: 'Tom Okafor',
      sel: octets(session),
      cree_le: instant,
    })
    .execute()
  await tx
    .insertInto('sessions.seance')
    .values({
      ...cle,
      id: newId(),
      session_id: session,
      jour: '2026-02-02',
      demi_journee: 'matin',
      debut_minutes: 540,
      fin_minutes: 750,
      debut: '2026-02-02T08:00:00Z',
      fin: '2026-02-02T11:30:00Z',
    })
    .execute()
  await tx
    .insertInto('inscriptions.inscription')
    .values({
      ...cle,
      id: newId(),
      session_id: session,
      personne_id: personne,
      etat: 'inscrit',
      inscrite_le: instant,
    })
    .execute()
}

const fil: Semeur = {
  module: 'fil',
  async semer(tx, g) {
    for (const activite of g.activites) await semerEnseigne(tx, g, activite)
  },
}

/** De l'organisme à l'inscription : ce sur quoi les modules suivants posent leurs propres lignes. */
export const semeursDuFil: readonly Semeur[] = [organisme, fil]
