import { type RawBuilder, sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { releverSession } from '../../src/modules/controles/gestes/relever.ts'
import { baseNeuve } from '../base/index.ts'
import { jourDuFil, poserSessionFacturee, type SessionFacturee } from './session-facturee.ts'

const base = await baseNeuve()
const pdf = createPdfRenderer()
afterAll(() => pdf.close())
const tard = new Date('2026-11-16T09:00:00Z')

const relever = (fil: SessionFacturee) =>
  base.enTantQue(fil.organisme, {}, (tx) => releverSession(tx, fil.session, tard))
const regles = async (fil: SessionFacturee) => [
  ...new Set((await relever(fil))?.constats.map((c) => c.regle)),
]

/** Une faute : une ligne de la base change, sous le rôle qui peut tout. */
type Faute = readonly [regle: string, quoi: string, changer: (f: SessionFacturee) => RawBuilder<unknown>]
const signature = (f: SessionFacturee, rang: number, le: string) =>
  sql`update emargement.signature set signee_le = ${le} where organisme_id = ${f.organisme} and inscription_id = ${f.inscriptions[0]} and seance_id = ${f.seances[rang]}`
const piece = (f: SessionFacturee, chemin: string, valeur: unknown) =>
  sql`update documents.piece set donnees = jsonb_set(donnees::jsonb, ${chemin}::text[], ${JSON.stringify(valeur)}::jsonb)::text
    where organisme_id = ${f.organisme} and genre = 'certificat-realisation' and objet_id = ${f.inscriptions[0]}`

const enSalle: readonly Faute[] = [
  ['signature-autre-jour', 'une signature du lendemain', (f) => signature(f, 0, '2026-11-12T05:00:00Z')],
  [
    'signature-avant-debut',
    'une signature avant neuf heures',
    (f) => signature(f, 0, '2026-11-11T07:40:00Z'),
  ],
  ['signature-hors-delai', 'une signature du soir', (f) => signature(f, 1, '2026-11-11T19:30:00Z')],
  [
    'signatures-ensemble',
    'la matinée signée avec l’après-midi',
    (f) => signature(f, 0, '2026-11-11T12:36:00Z'),
  ],
  [
    'jour-ferie',
    'le motif du 11 novembre effacé',
    (f) =>
      sql`update sessions.seance set motif_jour = null where organisme_id = ${f.organisme} and id = ${f.seances[0]}`,
  ],
  [
    'formateur-en-conge',
    'un congé déclaré ce jour-là',
    (
      f,
    ) => sql`insert into sessions.conge (organisme_id, id, activite_id, personne_id, du, au, declare_le, declare_par)
      values (${f.organisme}, ${newId()}, ${f.activite}, ${f.formateur}, ${jourDuFil}, ${jourDuFil}, now(), ${f.personne})`,
  ],
  [
    'salle-trop-petite',
    'une salle de deux places',
    (f) => sql`update sessions.salle set places = 2 where organisme_id = ${f.organisme}`,
  ],
  [
    'formateur-signature',
    'une contresignature ôtée',
    (f) =>
      sql`delete from emargement.contresignature where organisme_id = ${f.organisme} and seance_id = ${f.seances[1]}`,
  ],
  [
    'creneau-sans-statut',
    'une signature ôtée',
    (f) =>
      sql`delete from emargement.signature where organisme_id = ${f.organisme} and inscription_id = ${f.inscriptions[1]} and seance_id = ${f.seances[0]}`,
  ],
  [
    'feuille-ouverte',
    'une clôture ôtée',
    (f) =>
      sql`delete from emargement.cloture where organisme_id = ${f.organisme} and seance_id = ${f.seances[0]}`,
  ],
  [
    'present-apres-sortie',
    'un abandon à midi',
    (f) =>
      sql`update inscriptions.inscription set etat = 'abandon', motif = 'Parti', close_le = '2026-11-11T11:45:00Z' where organisme_id = ${f.organisme} and id = ${f.inscriptions[2]}`,
  ],
]
const certifies: readonly Faute[] = [
  ['intitule-concordant', 'un autre intitulé au certificat', (f) => piece(f, '{action,intitule}', 'Anglais')],
  ['nature-concordante', 'une autre nature', (f) => piece(f, '{action,nature}', 'bilan')],
  ['dates-concordantes', 'une autre fin', (f) => piece(f, '{action,fin}', '2026-11-12')],
  ['lieu-concordant', 'un autre lieu', (f) => piece(f, '{action,lieu}', 'salle Perec')],
  ['heures-certificat', 'd’autres heures au certificat', (f) => piece(f, '{action,minutesRealisees}', 400)],
  [
    'certificat-avant-fin',
    'un certificat d’avant la fin',
    (f) =>
      sql`update documents.piece set emise_le = '2026-11-10T09:00:00Z' where organisme_id = ${f.organisme} and objet_id = ${f.inscriptions[0]}`,
  ],
]
const aDistance: readonly Faute[] = [
  [
    'connexion-absente',
    'une liste ôtée',
    (
      f,
    ) => sql`with r as (delete from emargement.rapprochement where organisme_id = ${f.organisme} and connexion_id in (select c.id from emargement.connexion c
      join emargement.liste_connexion l on l.id = c.liste_id where l.seance_id = ${f.seances[0]}) returning 1)
      select count(*) from r`,
  ],
  [
    'foad-evaluation',
    'une évaluation annulée',
    (
      f,
    ) => sql`insert into emargement.element_probant (organisme_id, id, activite_id, session_id, genre, le, intitule, annule_id, note_le, note_par)
      select organisme_id, ${newId()}::uuid, activite_id, session_id, 'annulation', le, 'Notée par erreur', id, now(), note_par
      from emargement.element_probant where organisme_id = ${f.organisme} and genre = 'evaluation' and inscription_id = ${f.inscriptions[0]}`,
  ],
  [
    'foad-assistance',
    'un échange ôté',
    (f) =>
      sql`delete from emargement.element_probant where organisme_id = ${f.organisme} and genre = 'echange' and inscription_id = ${f.inscriptions[1]}`,
  ],
  [
    'adresse-commune',
    'tous du même appareil',
    (
      f,
    ) => sql`update emargement.prive v set contenu = '{"agent":"le meme","ip":"192.0.2.9"}' from emargement.signature g
      where v.organisme_id = ${f.organisme} and v.part = 'connexion' and g.organisme_id = v.organisme_id and g.maillon_id = v.maillon_id and g.seance_id = ${f.seances[0]}`,
  ],
]

/** Une classe virtuelle dont rien ne manque. */
const poserADistance = async (): Promise<SessionFacturee> => {
  const f = await poserSessionFacturee(base, { distance: true })
  await base.maintenance(async (tx) => {
    const cle = () => sql`${f.organisme}, ${newId()}, ${f.activite}, ${f.session}`
    await sql`insert into emargement.activite_prevue (organisme_id, id, activite_id, session_id, rang, genre, intitule, minutes, prevue_le)
      values (${cle()}, 1, 'asynchrone', 'Préparer un appel', 45, now())`.execute(tx)
    await sql`insert into emargement.element_probant (organisme_id, id, activite_id, session_id, genre, le, intitule, canal, delai_heures, note_le)
      values (${cle()}, 'assistant', '2026-11-01', 'Tom Okafor, formateur', 'courriel', 24, now())`.execute(
      tx,
    )
    for (const i of f.inscriptions) {
      await sql`insert into emargement.element_probant (organisme_id, id, activite_id, session_id, inscription_id, genre, le, intitule, canal, note_le)
        values (${cle()}, ${i}, 'echange', '2026-11-11', 'Point sur l’exercice', 'courriel', now())`.execute(
        tx,
      )
      await sql`insert into emargement.element_probant (organisme_id, id, activite_id, session_id, inscription_id, genre, le, intitule, resultat, note_le)
        values (${cle()}, ${i}, 'evaluation', '2026-11-11', 'Mise en situation', 'acquis', now())`.execute(tx)
    }
    for (const seance of f.seances) {
      const liste = newId()
      await sql`insert into emargement.liste_connexion (organisme_id, id, activite_id, seance_id, logiciel, fichier, fichier_nom, recue_le)
        values (${f.organisme}, ${liste}, ${f.activite}, ${seance}, 'zoom', ${'b'.repeat(64)}, 'liste.csv', now())`.execute(
        tx,
      )
      for (const [n, i] of f.inscriptions.entries()) {
        const connexion = newId()
        await sql`insert into emargement.connexion (organisme_id, id, activite_id, liste_id, rang, nom, minutes) values (${f.organisme}, ${connexion}, ${f.activite}, ${liste}, ${n + 1}, 'N', 205)`.execute(
          tx,
        )
        await sql`insert into emargement.rapprochement (organisme_id, activite_id, connexion_id, version, inscription_id, le)
          values (${f.organisme}, ${f.activite}, ${connexion}, 1, ${i}, now())`.execute(tx)
      }
    }
  })
  return f
}

describe('Sur la vraie base', () => {
  it('une session complète ne fait parler aucune règle ; seules les heures facturées ne se vérifient pas', async () => {
    const fil = await poserSessionFacturee(base, { pdf })
    const r = await relever(fil)
    expect(r?.constats).toEqual([])
    expect(r?.nonVerifiables.map((x) => x.code)).toEqual(['heures-facture'])
  })
  it.each(enSalle)('%s : %s', async (regle, _, changer) => {
    const fil = await poserSessionFacturee(base)
    await base.maintenance((tx) => changer(fil).execute(tx))
    expect(await regles(fil)).toEqual([regle])
  })
  it.each(certifies)('%s : %s', async (regle, _, changer) => {
    const fil = await poserSessionFacturee(base, { pdf })
    await base.maintenance((tx) => changer(fil).execute(tx))
    expect(await regles(fil)).toEqual([regle])
  })
  it('contrat-signe : une convention jamais revenue signée', async () => {
    expect(await regles(await poserSessionFacturee(base, { signe: false }))).toEqual(['contrat-signe'])
  })
  it('une classe virtuelle complète non plus', async () => {
    expect(await regles(await poserADistance())).toEqual([])
  })
  it.each(aDistance)('%s : %s', async (regle, _, changer) => {
    const fil = await poserADistance()
    await base.maintenance((tx) => changer(fil).execute(tx))
    expect(await regles(fil)).toEqual([regle])
  })
  it('d’une session mixte, seule la demi-journée dite à distance réclame sa liste de connexion', async () => {
    const f = await poserSessionFacturee(base, { mixte: true })
    const lues = (await relever(f))?.constats.filter((c) => c.regle === 'connexion-absente')
    expect(lues?.map((c) => c.cle)).toEqual([f.seances[1]])
  })
  it('une autre maison ne lit rien de celle-ci', async () => {
    const [un, autre] = [await poserSessionFacturee(base), await poserSessionFacturee(base)]
    expect(
      await base.enTantQue(autre.organisme, {}, (tx) => releverSession(tx, un.session, tard)),
    ).toBeUndefined()
  })
})
