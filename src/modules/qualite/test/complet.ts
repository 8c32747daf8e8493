// Long parce qu’une coopérative complète tient d’un seul trait : chaque fait qu’un contrôle lit, et lui seul.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import { poserAdhesion, poserCompte } from '../../comptes/test/comptes.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import type { Cadre } from '../domain/controle.ts'

export const jourComplet = '2026-11-24'
export const cadreComplet: Cadre = {
  genre: 'surveillance',
  auditLe: '2027-01-26',
  depuis: '2026-01-01',
  categories: ['AF', 'CFA'],
  situation: ['certification', 'sous-traitance', 'alternance', 'situation-de-travail'],
}

export type Complet = {
  readonly organisme: OrganismeId
  readonly activite: ActiviteId
  readonly comptes: Readonly<Record<'maiwenn' | 'ines' | 'nadia' | 'hanh' | 'tom', PersonneId>>
  readonly offre: string
  readonly version: string
  readonly session: string
  readonly confiee: string
  readonly ancienne: string
  readonly annulee: string
  readonly seance: string
  readonly dossier: string
  /** Les deux stagiaires de la session de Tom ; le second a manqué une fois, et fut relancé. */
  readonly inscriptions: readonly [string, string]
  readonly abandon: string
  readonly tom: string
  readonly lena: string
  readonly structure: string
  readonly financeur: string
  readonly lieu: string
}

/** Avant et après la session : ce qui la prépare, ce qui la suit. */
type Quand = { readonly avant: string; readonly apres: string }
const recents: Quand = { avant: '2026-10-12', apres: '2026-11-14' }
const anciens: Quand = { avant: '2026-03-05', apres: '2026-03-18' }

const keys = keysFromSeed('qualite')
const contenuFiche = {
  objectifs: ['Accueillir'],
  evaluation: 'Mise en situation.',
  prerequis: 'Aucun.',
  delaiAcces: 'Deux semaines',
  financement: 'OPCO.',
  sanction: 'Certification.',
  methodes: 'En groupe.',
  accessibilite: 'Chaque parcours s’adapte.',
  contact: 'L’accueil',
  objectif: 'Accueillir en anglais.',
  indicateurs: 'Satisfaction : 92 %',
  indicateursBase: '12 réponses sur 13 stagiaires, de mars à octobre 2026, satisfaits sur répondants',
  certification: 'RS6372',
  certificateur: 'Certificateur',
  certAu: '2028-01-01',
  certPasserelles: 'Aucune.',
  certDebouches: 'Accueil.',
  certResultats: 'Première session.',
}

/** Une ligne de registre telle que la page l’écrirait. */
export const poserLigne = async (
  tx: MaintenanceTx,
  c: { readonly organisme: string; readonly activite: string },
  l: {
    readonly genre: string
    readonly le?: string
    readonly contenu?: Readonly<Record<string, unknown>>
    readonly personne?: string
    readonly offre?: string
    readonly session?: string
    readonly etablissement?: string
    readonly entreprise?: string
    readonly responsable?: string
    readonly inscritLe?: string
    /** Jusqu’à quand elle vaut ; sans lui, elle n’a pas de terme. */
    readonly terme?: string
    /** Le jour où un fichier y est joint ; sans lui, aucun. */
    readonly joint?: string
  },
): Promise<string> => {
  const id = newId()
  const le = l.le ?? '2026-09-01'
  await sql`insert into qualite.registre (organisme_id, activite_id, id, rang, genre, titre, le, personne_id, offre_id, session_id, etablissement_id,
      entreprise_id, responsable_id, contenu, inscrit_le, expire_le)
    values (${c.organisme}, ${c.activite}, ${id}, 1, ${l.genre}, 'Ligne', ${le}, ${l.personne ?? null}, ${l.offre ?? null}, ${l.session ?? null},
      ${l.etablissement ?? null}, ${l.entreprise ?? null}, ${l.responsable ?? null}, ${JSON.stringify(l.contenu ?? {})}, ${l.inscritLe ?? `${le}T09:00:00Z`},
      ${l.terme ?? null})`.execute(tx)
  if (l.joint)
    await sql`insert into qualite.jointe (organisme_id, activite_id, id, ligne_id, nom, fichier, type, taille, jointe_le)
      values (${c.organisme}, ${c.activite}, ${newId()}, ${id}, 'preuve.pdf', ${randomBytes(32).toString('hex')}, 'application/pdf', 10, ${`${l.joint}T09:00:00Z`})`.execute(
      tx,
    )
  return id
}

/**
 * Une coopérative à qui rien ne manque de ce que la base sait lire, tenue sous la maintenance : une session animée chez elle,
 * une confiée, une annulée ; `nature` fait d’elle un centre de formation d’apprentis.
 */
export const poserComplet = async (
  tx: MaintenanceTx,
  nature: 'formation' | 'apprentissage' = 'formation',
  sans?: 'signature',
): Promise<Complet> => {
  const { organisme, activite } = await poserOrganisme(tx, `Complète ${newId()}`)
  const membre = async (prenom: string, ...roles: string[]) => {
    const compte = await poserCompte(tx, keys, { courriel: `${newId()}@exemple.example`, prenom, nom: 'X' })
    await poserAdhesion(tx, { organisme, compte, roles })
    return compte
  }
  const comptes = {
    maiwenn: await membre('Maïwenn', 'responsable'),
    ines: await membre('Inès', 'responsable-pedagogique'),
    nadia: await membre('Nadia', 'assistant', 'referent-handicap'),
    hanh: await membre('Hanh', 'referent-qualite'),
    tom: await membre('Tom', 'formateur'),
  }
  const c = { organisme, activite }
  const le = '2026-02-01T09:00:00Z'
  const [offre, version] = [newId(), newId()]
  await sql`insert into catalogue.offre (organisme_id, id, activite_id, etat, intitule, nature, modalite, certifiante, code_rncp, evaluation, rubriques, adoptee_le,
      cree_le, modifiee_le)
    values (${organisme}, ${offre}, ${activite}, 'adoptee', 'Anglais', ${nature}, 'presentiel', true, 'RS6372', 'Mise en situation.', '{}', ${le}, ${le}, ${le})`.execute(
    tx,
  )
  await sql`insert into catalogue.version (organisme_id, id, activite_id, offre_id, numero, contenu, intitule, nature, duree_minutes, figee_le)
    values (${organisme}, ${version}, ${activite}, ${offre}, 1, '{}', 'Anglais', ${nature}, 420, '2026-03-01T09:00:00Z')`.execute(
    tx,
  )
  await sql`insert into catalogue.fiche (organisme_id, id, activite_id, offre_id, version_id, numero, organisme_nom, intitule, pli, recherche, nature, modalite,
      duree_minutes, prix_centimes, nsf, contenu, publiee_le)
    values (${organisme}, ${newId()}, ${activite}, ${offre}, ${version}, 1, 'C', 'Anglais', 'anglais', 'anglais', ${nature}, 'presentiel', 420, 0, '136',
      ${JSON.stringify(contenuFiche)}, '2026-03-01T09:00:00Z')`.execute(tx)
  const lieu = newId()
  await sql`insert into organisme.etablissement (organisme_id, id, nom, ville) values (${organisme}, ${lieu}, 'Le Chapeau-Rouge', 'Rennes')`.execute(
    tx,
  )
  const [structure, financeur, cliente] = [newId(), newId(), newId()]
  for (const [id, nom, genre] of [
    [structure, 'Traduire ensemble', null],
    [financeur, 'OPCO du Littoral', 'opco'],
    [cliente, 'Clinique', null],
  ] as const)
    await sql`insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, cree_le, financeur_genre)
      values (${organisme}, ${id}, ${activite}, ${nom}, 'e', ${le}, ${genre})`.execute(tx)
  const personne = async (prenom: string) => {
    const id = newId()
    await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, cree_le)
      values (${organisme}, ${id}, ${activite}, ${prenom}, 'Y', 'y', ${le})`.execute(tx)
    return id
  }
  const [tom, lena] = [await personne('Tom'), await personne('Lena')]
  for (const [id, statut, chez] of [
    [tom, 'salarie', null],
    [lena, 'sous-traitant-of', structure],
  ] as const) {
    await sql`insert into tiers.intervenant (organisme_id, activite_id, personne_id, compte_id, titres, rapport, cree_le)
      values (${organisme}, ${activite}, ${id}, ${id === tom ? comptes.tom : null}, 'Master', 'Enseigne l’anglais', ${le})`.execute(
      tx,
    )
    await sql`insert into tiers.statut (organisme_id, id, activite_id, personne_id, du, statut, entreprise_id, cree_le)
      values (${organisme}, ${newId()}, ${activite}, ${id}, '2025-01-01', ${statut}, ${chez}, ${le})`.execute(
      tx,
    )
    await poserLigne(tx, c, {
      genre: 'cv',
      personne: id,
      contenu: { domaines: 'Anglais professionnel' },
      joint: '2026-09-01',
    })
    await poserLigne(tx, c, {
      genre: 'evaluation-intervenant',
      personne: id,
      contenu: { mode: 'observation', conclusion: 'Consignes claires, groupes bien menés, corrigés rendus' },
    })
  }
  await poserLigne(tx, c, {
    genre: 'competences-requises',
    offre,
    le: '2026-01-15',
    contenu: { competences: 'anglais' },
  })
  // Tout le personnel : qui anime, et qui n’anime pas.
  const { tom: _, ...bureau } = comptes
  for (const qui of [{ personne: tom }, ...Object.values(bureau).map((responsable) => ({ responsable }))]) {
    await poserLigne(tx, c, { genre: 'developpement', ...qui, joint: '2026-09-01' })
    await poserLigne(tx, c, { genre: 'entretien', ...qui, joint: '2026-09-01' })
  }

  let rang = 0
  const session = async (
    etat: string,
    jour: string,
    qui: string,
    compte: PersonneId | null,
    motif: string | null = null,
  ) => {
    const id = newId()
    rang += 1
    await sql`insert into sessions.session (organisme_id, id, activite_id, numero, offre_id, version_id, intitule, nature, etat, lieu, etablissement_id, formateur,
        formateur_id, motif, sel, cree_le, pli)
      values (${organisme}, ${id}, ${activite}, ${`S-2026-00${rang}`}, ${offre}, ${version}, 'Anglais', ${nature}, ${etat}, 'Rennes', ${lieu}, 'F', ${compte}, ${motif},
        ${randomBytes(32)}, ${le}, 'anglais')`.execute(tx)
    const seances: string[] = []
    for (const [demi, debut, fin] of [
      ['matin', 540, 750],
      ['apres-midi', 810, 1020],
    ] as const) {
      const seance = newId()
      seances.push(seance)
      await sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
        values (${organisme}, ${seance}, ${activite}, ${id}, ${jour}, ${demi}, ${debut}, ${fin}, ${jour}::date + make_interval(mins => ${debut}::int4 - 60),
          ${jour}::date + make_interval(mins => ${fin}::int4 - 60))`.execute(tx)
      await sql`insert into sessions.affectation (organisme_id, id, activite_id, seance_id, personne_id, compte_id, minutes, confiee_a_id)
        values (${organisme}, ${newId()}, ${activite}, ${seance}, ${qui}, ${compte}, 210, ${qui === lena ? structure : null})`.execute(
        tx,
      )
    }
    return { id, seances }
  }
  const sienne = await session('terminee', '2026-11-10', tom, comptes.tom)
  const confiee = await session('terminee', '2026-11-12', lena, null)
  await sql`update sessions.session set formateur_id = ${comptes.ines} where id = ${confiee.id}`.execute(tx)
  const ourlet = newId()
  await sql`insert into organisme.activite (organisme_id, id, nom, ouverte_le) values (${organisme}, ${ourlet}, 'Ourlet', '2020-01-01')`.execute(
    tx,
  )
  await sql`insert into cae.mission (organisme_id, id, genre, acheteuse_id, vendeuse_id, cote, objet, session_id, cle, tarif_centimes, du, au, etat, demandee_le,
      demandee_par, repondue_le, repondue_par)
    values (${organisme}, ${newId()}, 'mission', ${activite}, ${ourlet}, 'acheteuse', 'Co-animer', ${confiee.id}, 'forfait', 32000, '2026-11-12', '2026-11-12', 'accordee',
      '2026-10-12T09:00:00Z', ${comptes.ines}, '2026-10-13T09:00:00Z', ${comptes.nadia})`.execute(tx)
  // Finie depuis huit mois : l’entreprise, le froid et la situation à six mois y sont dus.
  const ancienne = await session('terminee', '2026-03-16', tom, comptes.tom)
  const annulee = await session('annulee', '2026-11-13', tom, comptes.tom, 'Effectif insuffisant')

  const piece = async (genre: string, objet: string, genreObjet: string, emise: string, donnees = '{}') => {
    const id = newId()
    await sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages, libelle, pli, objet_genre, objet_id, emise_le)
      values (${organisme}, ${id}, ${activite}, ${genre}, ${`X-${id}`}, 'x.v1', ${donnees}, ${randomBytes(32)}, ${randomBytes(32).toString('hex')}, 1, 'p', 'p',
        ${genreObjet}, ${objet}, ${emise})`.execute(tx)
    return id
  }
  /** Celui de l’ancienne session est payé par le CPF : l’offre est donc sur Mon Compte Formation. */
  const dossierDe = async (
    ou: string,
    quand: Quand = recents,
    regime: 'convention' | 'cpf' = 'convention',
  ) => {
    const id = newId()
    const signe = sans !== 'signature' || ou !== sienne.id
    const signee = await piece('convention', id, 'dossier', `${quand.avant}T09:00:00Z`)
    await sql`insert into inscriptions.dossier (organisme_id, id, activite_id, session_id, acheteur, entreprise_id, circonstance, regime, regime_article, objectif,
        prix_centimes, cree_le, signe_le, signature_moyen, signature_piece_id, suivi_par)
      values (${organisme}, ${id}, ${activite}, ${ou}, 'entreprise', ${cliente}, 'etablissement', ${regime}, 'L6353-1', 'Tenir l’accueil', 100000, ${le},
        ${signe ? `${quand.avant}T10:00:00Z` : null}, ${signe ? 'lien' : null}, ${signe ? signee : null}, ${comptes.nadia})`.execute(
      tx,
    )
    await sql`insert into inscriptions.financement (organisme_id, id, activite_id, dossier_id, rang, payeur_entreprise_id, dispositif, montant_ht_centimes)
      values (${organisme}, ${newId()}, ${activite}, ${id}, 0, ${financeur}, 'opco-plan', 100000)`.execute(tx)
    return id
  }
  const inscrit = async (
    ou: string,
    dossier: string,
    etat: 'inscrit' | 'abandon',
    quand: Quand = recents,
  ) => {
    const id = newId()
    await sql`insert into inscriptions.inscription (organisme_id, id, activite_id, session_id, personne_id, etat, motif, inscrite_le, dossier_id, close_le)
      values (${organisme}, ${id}, ${activite}, ${ou}, ${await personne('Stagiaire')}, ${etat}, ${etat === 'abandon' ? 'Nouvel emploi' : null}, ${le}, ${dossier},
        ${etat === 'abandon' ? '2026-11-11T09:00:00Z' : null})`.execute(tx)
    await sql`insert into qualite.entree (organisme_id, activite_id, inscription_id, rang, recueilli_le, besoin, prerequis, positionne_le, moyen, resultat, decision, inscrit_le)
      values (${organisme}, ${activite}, ${id}, 1, ${quand.avant}, 'Accueillir', 'verifies', ${quand.avant}, 'entretien', 'A2', 'aucune', ${`${quand.avant}T09:00:00Z`})`.execute(
      tx,
    )
    await sql`insert into inscriptions.remise (organisme_id, activite_id, inscription_id, genre, remis_le, moyen)
      values (${organisme}, ${activite}, ${id}, 'reglement-interieur', ${`${quand.avant}T09:00:00Z`}, 'courriel')`.execute(
      tx,
    )
    await sql`insert into qualite.suivi (organisme_id, id, activite_id, inscription_id, le, genre, texte, inscrit_le)
      values (${organisme}, ${newId()}, ${activite}, ${id}, ${quand.apres}, 'point', 'Point d’étape', ${`${quand.apres}T12:00:00Z`})`.execute(
      tx,
    )
    await sql`insert into qualite.suivi (organisme_id, id, activite_id, inscription_id, le, genre, texte, inscrit_le)
      values (${organisme}, ${newId()}, ${activite}, ${id}, ${quand.avant}, 'remise', 'Avec le livret d’accueil', ${`${quand.avant}T12:00:00Z`})`.execute(
      tx,
    )
    await sql`insert into qualite.suivi (organisme_id, id, activite_id, inscription_id, le, genre, texte, inscrit_le)
      values (${organisme}, ${newId()}, ${activite}, ${id}, ${quand.avant}, 'epreuve', 'Inscrit à la session de décembre', ${`${quand.avant}T12:00:00Z`})`.execute(
      tx,
    )
    await piece('convocation', id, 'inscription', `${quand.avant}T09:00:00Z`)
    await piece(
      'attestation',
      id,
      'inscription',
      `${quand.apres}T09:00:00Z`,
      '{"resultats":[{"objectif":"Accueillir","resultat":"acquis"}]}',
    )
    await piece('certificat-realisation', id, 'inscription', `${quand.apres}T09:00:00Z`)
    return id
  }
  const [dossier, autre] = [await dossierDe(sienne.id), await dossierDe(confiee.id)]
  const inscriptions = [
    await inscrit(sienne.id, dossier, 'inscrit'),
    await inscrit(sienne.id, dossier, 'inscrit'),
  ] as const
  const abandon = await inscrit(confiee.id, autre, 'abandon')
  await inscrit(confiee.id, autre, 'inscrit')
  const cpf = await dossierDe(ancienne.id, anciens, 'cpf')
  for (const _ of ['première', 'seconde']) await inscrit(ancienne.id, cpf, 'inscrit', anciens)
  const [seance = ''] = sienne.seances
  await poserCloturesEtAbsence(
    tx,
    c,
    [...sienne.seances, ...confiee.seances, ...ancienne.seances],
    inscriptions[1],
    seance,
  )
  await sql`insert into qualite.suivi (organisme_id, id, activite_id, inscription_id, le, genre, texte, inscrit_le)
    values (${organisme}, ${newId()}, ${activite}, ${inscriptions[1]}, '2026-11-10', 'relance', 'Appel du soir', '2026-11-10T18:00:00Z')`.execute(
    tx,
  )

  const [aDistance, enSituation] = [newId(), newId()]
  for (const [id, genre, rang] of [
    [aDistance, 'asynchrone', 1],
    [enSituation, 'situation', 2],
  ] as const)
    await sql`insert into emargement.activite_prevue (organisme_id, id, activite_id, session_id, rang, genre, intitule, minutes, prevue_le)
      values (${organisme}, ${id}, ${activite}, ${sienne.id}, ${rang}, ${genre}, 'Un appel à préparer', 60, '2026-10-12T09:00:00Z')`.execute(
      tx,
    )
  for (const [genre, inscription, le] of [
    ['afest-analyse', null, '2026-10-12'],
    ['afest-formateur', null, '2026-10-12'],
    ['realisation', inscriptions[0], '2026-11-10'],
    ['realisation', inscriptions[1], '2026-11-10'],
  ] as const)
    await sql`insert into emargement.element_probant (organisme_id, id, activite_id, session_id, inscription_id, prevue_id, genre, le, minutes, intitule, note_le)
      values (${organisme}, ${newId()}, ${activite}, ${sienne.id}, ${inscription}, ${inscription ? aDistance : null}, ${genre}, ${le}, 60, 'Noté', ${`${le}T18:00:00Z`})`.execute(
      tx,
    )

  const deLaMaison: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    'relecture-messages': { constat: 'Page d’accueil relue : le délai d’accès y manquait, il y est' },
    resultat: {
      valeur: '92 %',
      formule: 'satisfaits sur répondants',
      periode: 'janvier à août 2026',
      effectif: '40',
      repondants: '31',
      adresse: 'https://complete.example/resultats',
    },
    'accompagnement-apprentis': {
      participants: 'Douze apprentis',
      contenu: 'Atelier logement avec la mission locale et un bailleur',
    },
    'partenaire-handicap': { territoire: 'Bretagne', contact: 'Madame Martin, 02 99 00 00 00' },
    'recours-handicap': { objet: 'Appel pour un poste adapté : prêt d’un écran agrandi obtenu' },
    'partenaire-metier': { objet: 'Visite de la clinique : les appels passent par un nouveau standard' },
    insertion: {
      participants: 'Douze apprentis',
      contenu: 'Simulation d’embauche avec trois employeurs du bassin',
    },
    'procedure-reclamation': { adresse: 'https://complete.example/reclamer', delai: '15' },
    revue: {
      participants: 'Maïwenn, Inès, Hanh',
      chiffres: 'Quarante dossiers relus, taux de retour et réclamations',
      decisions: 'Rappeler les questionnaires dans la semaine, revoir la salle',
    },
    'procedure-violences': {
      contact: 'Inès, 02 99 00 00 01',
      remise: 'Avec le livret d’accueil, signé à l’entrée',
      texte:
        'Inès écoute dans les deux jours, protège la personne, prévient la direction, oriente vers une association et garde la trace des mesures prises.',
    },
    reunion: { participants: 'Inès, Tom', decisions: 'Raccourcir le test d’entrée avant décembre' },
    risque: {
      niveau: 'eleve',
      cause: 'Un seul formateur d’anglais',
      mesure: 'Un remplaçant nommé pour chaque session',
    },
  }
  for (const [genre, contenu] of Object.entries(deLaMaison)) await poserLigne(tx, c, { genre, contenu })
  await poserLigne(tx, c, {
    genre: 'conseil',
    contenu: { participants: 'Deux apprentis, Inès', decisions: 'Ouvrir un atelier le samedi' },
    joint: '2026-09-01',
  })
  await poserLigne(tx, c, { genre: 'formation-referent', responsable: comptes.nadia, joint: '2026-09-01' })
  await poserLigne(tx, c, {
    genre: 'action',
    responsable: comptes.hanh,
    contenu: {
      origine: 'appreciation',
      indicateur: '30',
      cause: 'Questionnaires rappelés trop tard',
      correction: 'Rappel automatique au cinquième jour',
      closeLe: '2026-09-20',
      effet: 'Plus une seule réponse perdue depuis septembre',
    },
  })
  await poserLigne(tx, c, {
    genre: 'habilitation',
    offre,
    le: '2026-01-15',
    joint: '2026-01-15',
    terme: '2028-01-14',
  })
  await poserLigne(tx, c, { genre: 'deroule', offre, le: '2026-01-15', joint: '2026-01-15' })
  await poserLigne(tx, c, { genre: 'matrice-competences', offre, le: '2026-01-15', joint: '2026-01-15' })
  await poserLigne(tx, c, {
    genre: 'ressource',
    offre,
    le: '2026-01-15',
    contenu: {
      adresse: 'https://complete.example/livret',
      usage: 'Le livret s’ouvre au premier cours, chacun y fait deux exercices par séance',
    },
  })
  await poserLigne(tx, c, {
    genre: 'mon-compte-formation',
    offre,
    le: '2026-11-02',
    contenu: {
      prix: '0',
      duree: '7',
      constat: 'Objectifs, prérequis et délai d’accès comparés',
      adresse: 'https://complete.example/mcf',
    },
    joint: '2026-11-02',
  })
  await poserLigne(tx, c, {
    genre: 'examen',
    session: ancienne.id,
    le: '2026-04-20',
    contenu: { inscrits: '2', presentes: '2', recus: '1', adresse: 'https://complete.example/taux' },
    joint: '2026-04-21',
  })
  await poserLigne(tx, c, {
    genre: 'lieu',
    etablissement: lieu,
    contenu: {
      accessibilite: 'Rampe et ascenseur',
      securite: 'Issues dégagées, registre signé',
      places: '16',
    },
  })
  await poserLigne(tx, c, {
    genre: 'financeur',
    entreprise: financeur,
    contenu: { reponse: 'Satisfait des délais, demande un bilan par branche' },
  })
  await poserLigne(tx, c, {
    genre: 'consigne',
    session: confiee.id,
    personne: lena,
    le: '2026-11-01',
    contenu: { texte: 'Groupe de huit, niveau A2, évaluer par un appel joué, joindre Nadia' },
  })
  await poserLigne(tx, c, {
    genre: 'contrat-sous-traitance',
    session: confiee.id,
    entreprise: structure,
    le: '2026-10-15',
    contenu: {
      clauses: ['missions', 'contenu', 'sanction', 'moyens', 'suivi', 'duree', 'periode', 'prix'],
      indicateurs: '9, 17',
    },
    joint: '2026-10-16',
  })
  await poserLigne(tx, c, {
    genre: 'controle-sous-traitant',
    entreprise: structure,
    contenu: { nda: '53 35 12345 67', certifie: 'oui', titres: 'Master relu' },
    joint: '2026-09-01',
  })
  await poserLigne(tx, c, {
    genre: 'evaluation-sous-traitant',
    entreprise: structure,
    contenu: { constat: 'Séances préparées, corrigés rendus en retard deux fois', suite: 'reconduire' },
  })
  await poserLigne(tx, c, {
    genre: 'enseignements',
    offre,
    contenu: {
      constats: 'Les mises en situation manquent au premier module',
      partage: 'Réunion du 3 octobre, Inès et Tom présents',
      effet: 'Un point de plus que la campagne précédente',
    },
  })
  const veille = (quoi: object) => ({
    source: 'Légifrance',
    analyse: 'Le décret précise les mentions du contrat',
    motif: 'Nos modèles le disaient déjà',
    ...quoi,
  })
  for (const jour of ['2026-01-20', '2026-04-20', '2026-07-20', '2026-10-20'])
    await poserLigne(tx, c, {
      genre: 'veille-legale',
      le: jour,
      contenu: veille({ decision: 'sans-effet', diffusion: 'Inès, Tom et Nadia' }),
    })
  await poserLigne(tx, c, {
    genre: 'veille-legale',
    le: '2026-10-21',
    contenu: veille({
      decision: 'agir',
      diffusion: 'Inès, Tom et Nadia',
      effet: 'Livret d’accueil, version 3',
    }),
  })
  await poserLigne(tx, c, {
    genre: 'veille-metiers',
    le: '2026-02-20',
    offre,
    contenu: veille({ decision: 'agir', effet: 'Un module d’accueil de plus, version 1' }),
  })
  await poserLigne(tx, c, {
    genre: 'veille-metiers',
    le: '2026-06-20',
    contenu: veille({ decision: 'deja-fait' }),
  })
  await poserLigne(tx, c, {
    genre: 'veille-pedagogie',
    le: '2026-06-20',
    contenu: veille({ decision: 'deja-fait' }),
  })
  await poserQuestionnaires(tx, c, [
    { genre: 'chaud', session: sienne.id, jour: '2026-11-10' },
    { genre: 'chaud', session: confiee.id, jour: '2026-11-12' },
    { genre: 'chaud', session: ancienne.id, jour: '2026-03-16' },
    { genre: 'froid', session: ancienne.id, jour: '2026-05-15' },
    { genre: 'insertion', session: ancienne.id, jour: '2026-09-12' },
    { genre: 'entreprise', session: ancienne.id, jour: '2026-04-15' },
    { genre: 'intervenant', session: ancienne.id, jour: '2026-03-16', personne: tom },
  ])
  const affaire = async (genre: string, inscription: string | null) => {
    const id = newId()
    await sql`insert into qualite.affaire (organisme_id, id, activite_id, genre, auteur, objet, session_id, inscription_id, recit, recu_le, inscrit_le)
      values (${organisme}, ${id}, ${activite}, ${genre}, 'stagiaire', 'Objet', ${sienne.id}, ${inscription}, ${randomBytes(64)}, '2026-10-01', ${le})`.execute(
      tx,
    )
    return id
  }
  const suite = async (id: string, genre: string, jour: string) => {
    await sql`insert into qualite.suite (organisme_id, id, activite_id, affaire_id, genre, le, texte, inscrit_le)
      values (${organisme}, ${newId()}, ${activite}, ${id}, ${genre}, ${jour}, 'Appel, puis courrier', ${le})`.execute(
      tx,
    )
  }
  const reclamation = await affaire('reclamation', null)
  await suite(reclamation, 'accuse', '2026-10-03')
  await suite(reclamation, 'reponse', '2026-10-12')
  await suite(reclamation, 'cloture', '2026-10-20')
  const signalement = await affaire('signalement', null)
  await suite(signalement, 'mesure', '2026-10-02')
  const adaptation = await affaire('adaptation', inscriptions[0])
  await suite(adaptation, 'accorder', '2026-10-05')
  await suite(adaptation, 'mise-en-oeuvre', '2026-10-09')
  return {
    organisme,
    activite,
    comptes,
    offre,
    version,
    session: sienne.id,
    confiee: confiee.id,
    ancienne: ancienne.id,
    annulee: annulee.id,
    seance,
    dossier,
    inscriptions,
    abandon,
    tom,
    lena,
    structure,
    financeur,
    lieu,
  }
}

/** Les feuilles closes et une absence non justifiée : chacune a son entrée au registre des présences. */
const poserCloturesEtAbsence = async (
  tx: MaintenanceTx,
  { organisme, activite }: { readonly organisme: string; readonly activite: string },
  seances: readonly string[],
  absent: string,
  quand: string,
) => {
  const cle = sql`${organisme}, ${activite}`
  let numero = 0
  const maillon = async () => {
    const id = newId()
    numero += 1
    await sql`insert into emargement.maillon (organisme_id, activite_id, numero, id, objet, contenu, empreinte)
      values (${cle}, ${numero}, ${id}, ${randomBytes(32)}, '{}', ${randomBytes(32)})`.execute(tx)
    return id
  }
  for (const seance of seances)
    await sql`insert into emargement.cloture (organisme_id, activite_id, seance_id, maillon_id, close_le)
      values (${cle}, ${seance}, ${await maillon()}, '2026-11-12T18:00:00Z')`.execute(tx)
  await sql`insert into emargement.absence (organisme_id, activite_id, inscription_id, seance_id, maillon_id, notee_le)
    values (${cle}, ${absent}, ${quand}, ${await maillon()}, '2026-11-10T12:00:00Z')`.execute(tx)
}

type Recueil = {
  readonly genre: 'chaud' | 'froid' | 'insertion' | 'entreprise' | 'intervenant'
  readonly session: string
  readonly jour: string
  readonly personne?: string
}

/** Chacun sollicité à son jour, rappelé cinq jours après ; l’intervenant, lui, a répondu. Rien de plus que ce que la grille lit. */
const poserQuestionnaires = async (
  tx: MaintenanceTx,
  { organisme, activite }: { readonly organisme: string; readonly activite: string },
  recueils: readonly Recueil[],
) => {
  for (const r of recueils) {
    const [version, campagne] = [newId(), newId()]
    await sql`insert into questionnaires.version (organisme_id, id, source, numero, genre, titre, contenu, empreinte, figee_le)
      values (${organisme}, ${version}, ${`x:${version.slice(0, 30)}`}, 1, ${r.genre}, 'Q', '{}', ${randomBytes(32)}, ${`${r.jour}T09:00:00Z`})`.execute(
      tx,
    )
    await sql`insert into questionnaires.campagne (organisme_id, id, activite_id, genre, cle, session_id, version_id, contenu, anonyme, ouverte_le, jour, ferme_le)
      values (${organisme}, ${campagne}, ${activite}, ${r.genre}, ${r.session}, ${r.session}, ${version},
        '{"questions":[{"id":"q1","genre":"echelle","libelle":"Les moyens ?","sert":"moyens"}]}', false, ${`${r.jour}T09:00:00Z`}, ${r.jour},
        ${r.jour}::date + 30)`.execute(tx)
    await sql`insert into questionnaires.demande (organisme_id, id, activite_id, campagne_id, cle, inscription_id, dossier_id, personne_id, cree_le, repondue_le)
      select ${organisme}::uuid, gen_random_uuid(), ${activite}::uuid, ${campagne}::uuid, x.cle, x.inscription, x.dossier, x.personne, ${`${r.jour}T09:00:00Z`}::timestamptz,
        ${r.genre === 'intervenant' ? r.jour : null}::date
      from (select i.id as cle, i.id as inscription, i.dossier_id as dossier, i.personne_id as personne from inscriptions.inscription i
          where ${r.genre} in ('chaud', 'froid', 'insertion') and i.organisme_id = ${organisme} and i.session_id = ${r.session} and i.etat = 'inscrit'
        union all select d.id, null, d.id, null from inscriptions.dossier d where ${r.genre} = 'entreprise' and d.organisme_id = ${organisme} and d.session_id = ${r.session}
        union all select ${r.personne ?? newId()}::uuid, null, null, ${r.personne ?? null}::uuid where ${r.genre} = 'intervenant') x`.execute(
      tx,
    )
    await sql`insert into questionnaires.envoi (organisme_id, activite_id, demande_id, rang, le, moyen)
      select d.organisme_id, d.activite_id, d.id, n, ${`${r.jour}T09:00:00Z`}::timestamptz + make_interval(days => 5 * (n - 1)), 'courriel'
        from questionnaires.demande d, generate_series(1, 2) n where d.organisme_id = ${organisme} and d.campagne_id = ${campagne}`.execute(
      tx,
    )
  }
}
