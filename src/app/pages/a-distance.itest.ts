/** Ce que la part à distance d’une session demande (D6313-3-1), dit avant le premier jour, à la session et au dossier. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { planification } from '../../../test/monde/planification.ts'
import { poserCoop } from '../../modules/sessions/test/cooperatives.ts'
import { poserSession } from '../../modules/sessions/test/poser.ts'
import { visiter } from './test/visiter.ts'

const { base, a: c, app } = await planification({ coop: poserCoop })
const aller = visiter(app)
/** Une personne par session : un nom déjà connu demanderait si c’est elle. */
const noms = ['Pons', 'Morvan', 'Ferreira', 'Sarr', 'Lam', 'Kerbrat']
/** L’horloge des essais est au 24 novembre 2026. */
const posee = async (modalite: string, jour = '2026-12-08', contenu = {}) => {
  const session = await base.maintenance(async (tx) => {
    const { session: id } = await poserSession(tx, { ...c, seances: [[jour, 540, 750]] })
    const version = newId()
    await sql`insert into catalogue.version (organisme_id, id, activite_id, offre_id, numero, contenu, intitule, nature, modalite, duree_minutes, figee_le)
      select organisme_id, ${version}, activite_id, offre_id,
        (select count(*) + 1 from catalogue.version v where v.offre_id = s.offre_id)::int4, ${JSON.stringify(contenu)}::jsonb,
        intitule, nature, ${modalite}, 420, now() from sessions.session s where id = ${id}`.execute(tx)
    await sql`update sessions.session set modalite = ${modalite}, version_id = ${version} where id = ${id}`.execute(
      tx,
    )
    return id
  })
  const ouvert = await aller(`/sessions/${session}/dossiers/nouveau`, {
    _jeton: newId(),
    acheteur: 'entreprise',
    structure: 'Clinique des Tilleuls',
    prix: '1 000,00',
    circonstance: 'etablissement',
  })
  const dossier = `/sessions/${session}/dossiers/${ouvert.vers.replace(/^.*dossier=/, '')}`
  await aller(`/sessions/${session}/inscriptions/nouvelle`, {
    dossier: dossier.replace(/^.*\//, ''),
    liste: `Agathe ${noms.pop()}`,
    _jeton: newId(),
  })
  return { session, dossier }
}
const manque = async (session: string) => {
  const { html: texte } = await aller(`/sessions/${session}`)
  return texte.slice(texte.indexOf('id="manque"'), texte.indexOf('id="seances"'))
}
const noter = (session: string, genre: string) =>
  base.maintenance((tx) =>
    sql`insert into emargement.element_probant (organisme_id, id, activite_id, session_id, inscription_id, genre, le, intitule, canal,
        delai_heures, resultat, note_le)
      select organisme_id, ${newId()}, activite_id, session_id, id, ${genre}, '2026-11-24', 'Tom Okafor, formateur', 'courriel', 24,
        'acquis', now()
      from inscriptions.inscription where session_id = ${session}`.execute(tx),
  )
const dite = {
  foadActivites: 'Trois modules',
  foadDuree: '6 h',
  foadAssistance: 'Tom répond',
  evaluation: 'Un quiz',
}

it('à distance, qui assiste et l’évaluation à prévoir se disent à la session et au dossier, jusqu’à ce qu’ils soient notés', async () => {
  for (const modalite of ['distance', 'mixte']) {
    const { session, dossier } = await posee(modalite, '2026-12-08', dite)
    const lien = `/sessions/${session}/distance/noter/assistant`
    expect(await manque(session)).toContain(`href="${lien}"`)
    const page = (await aller(dossier)).html
    expect(page).toContain(`href="${lien}"`)
    expect(page).toContain('évaluations à distance, à prévoir')
    // Rien de cela ne retient une pièce.
    expect(page).not.toContain('de sa part à distance')
    await noter(session, 'assistant')
    expect(await manque(session)).not.toContain(lien)
    expect(await manque(session)).toContain('Évaluations à distance')
    await noter(session, 'evaluation')
    expect(await manque(session)).not.toContain('Évaluations à distance')
    expect((await aller(dossier)).html).not.toContain('/distance/noter/')
  }
})

it('une offre qui ne dit pas qui assiste se dit avant que sa convention soit refusée', async () => {
  const { session, dossier } = await posee('distance', '2026-12-08', { ...dite, foadAssistance: '' })
  for (const page of [await manque(session), (await aller(dossier)).html])
    expect(page).toMatch(/de sa part à distance, qui assiste \(C\. trav\., art\. D6313-3-1\)/)
})

it('d’une session mixte dont tout se suit sur place, l’offre qui tait la distance ne retient rien, au dossier comme à la session', async () => {
  const { session, dossier } = await posee('mixte', '2026-12-08', { ...dite, foadAssistance: '' })
  const pages = async () => [await manque(session), (await aller(dossier)).html]
  for (const page of await pages()) expect(page).toContain('de sa part à distance')
  await base.maintenance((tx) =>
    sql`update sessions.seance set modalite = 'presentiel' where session_id = ${session}`.execute(tx),
  )
  for (const page of await pages()) expect(page).not.toContain('de sa part à distance')
})

it('sur place, ou l’action passée, rien de tel ne se demande', async () => {
  for (const [modalite, jour] of [
    ['presentiel', '2026-12-08'],
    ['distance', '2026-11-17'],
  ] as const) {
    const { session } = await posee(modalite, jour)
    expect(await manque(session)).not.toContain('distance')
  }
})
