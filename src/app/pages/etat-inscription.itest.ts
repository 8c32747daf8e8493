/** L’écran d’une inscription : son employeur s’y dit, et s’y corrige. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { lireInscription } from '#modules/inscriptions/index.ts'
import { newId } from '#platform/db/index.ts'
import { baseNeuve } from '../../../test/base/index.ts'
import { eprouver } from '../../../test/fuzz/formulaires.ts'
import { naviguer, sansInsecables } from '../../../test/monde/index.ts'
import { poserPiece } from '../../modules/documents/test/poser.ts'
import { regulariser } from '../../modules/emargement/gestes/composer.ts'
import { acces, poserSessionDEssai, servicesDe } from '../../modules/emargement/test/session-d-essai.ts'
import { monter } from './test/monter.ts'
import { origine } from './test/visiter.ts'

const base = await baseNeuve()
const fil = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 2 }))
const services = servicesDe(base, fil, '2026-11-24T17:30:00Z')
const app = monter(
  {
    withTenant: async (_acces, work) =>
      base.enTantQue(fil.organisme, { personne: fil.personne, portee: '*' }, work),
  },
  () => ({ organisme: fil.organisme, personne: fil.personne, roles: ['assistant'] }),
  { services: { clock: services.clock } },
)
const [premiere, seconde] = fil.inscriptions
if (!premiere || !seconde) throw new Error('deux inscriptions')
const ecran = (i: string) => `/sessions/${fil.session}/inscriptions/${i}/etat`
const navigateur = naviguer(app, { origine, texte: sansInsecables })
const aller = (chemin: string, champs?: Readonly<Record<string, string>>) =>
  navigateur.aller(chemin, champs && { version: '1', ...champs })
const employeur = async (i: typeof premiere) =>
  (await base.enTantQue(fil.organisme, {}, (tx) => lireInscription(tx, fil.session, i)))?.employeur
const certifier = (i: string, genre: string) =>
  base.maintenance((tx) =>
    poserPiece(tx, fil, {
      genre,
      objet: { genre: 'inscription', id: i },
      libelle: 'Agathe Pons',
      par: fil.personne,
    }),
  )

describe('l’employeur, à l’écran d’une inscription', () => {
  it('se dit à côté du statut, et se relit', async () => {
    const fait = await aller(ecran(premiere), {
      statut: 'salarie-prive',
      employeur: ' Scierie  du Vercors ',
      siret: '732 829 320 00074',
    })
    expect(fait.statut).toBe(303)
    const { texte } = await aller(ecran(premiere))
    for (const valeur of ['Scierie du Vercors', '732 829 320 00074'])
      expect(texte).toMatch(new RegExp(`value="${valeur}"`))
    // Un SIRET sans nom ne dit l’employeur de personne.
    const seul = await aller(ecran(premiere), { siret: '732 829 320 00074' })
    expect(seul.statut).toBe(422)
    expect(seul.texte).toContain('Nommez l’employeur de ce SIRET.')
    expect(await employeur(premiere)).toBe('Scierie du Vercors')
  })

  it.each(['certificat-realisation', 'certificat-intermediaire'])(
    'un %s le dit déjà : l’écran prévient qu’il sera à remplacer, et la correction s’enregistre',
    async (genre) => {
      const i = genre === 'certificat-realisation' ? premiere : seconde
      await aller(ecran(i), { statut: 'salarie-prive', employeur: 'Scierie du Vercors' })
      const prevenu = 'si vous le changez, le certificat sera à remplacer'
      expect((await aller(ecran(i))).texte).not.toContain(prevenu)
      await certifier(i, genre)
      expect((await aller(ecran(i))).texte).toContain(prevenu)
      expect(
        (await aller(ecran(i), { statut: 'recherche-emploi', employeur: 'Menuiserie Kervern' })).statut,
      ).toBe(303)
      expect(await employeur(i)).toBe('Menuiserie Kervern')
      // D’une personne sans emploi, le certificat n’en dit aucun.
      expect((await aller(ecran(i))).texte).not.toContain(prevenu)
    },
  )

  it('une page ouverte avant qu’un autre ne l’écrive ne l’efface pas : elle se relit, puis s’envoie', async () => {
    await aller(ecran(seconde), { statut: 'salarie-prive' })
    const lu = /name="_lu" value="([^"]+)"/.exec((await aller(ecran(seconde))).texte)?.[1] ?? ''
    await aller(ecran(seconde), { statut: 'salarie-prive', employeur: 'Scierie du Vercors' })
    const perimee = await aller(ecran(seconde), { statut: 'apprenti', employeur: '', _lu: lu })
    expect(perimee.statut).toBe(409)
    expect(perimee.texte).toContain('Cette inscription vient de changer')
    expect(await employeur(seconde)).toBe('Scierie du Vercors')
    // Posée sur ce qui est, la page garde le statut choisi et montre l’employeur écrit entre-temps.
    expect(perimee.texte).toMatch(/value="Scierie du Vercors"/)
    const relu = /name="_lu" value="([^"]+)"/.exec(perimee.texte)?.[1] ?? ''
    expect(
      (await aller(ecran(seconde), { statut: 'apprenti', employeur: 'Scierie du Vercors', _lu: relu }))
        .statut,
    ).toBe(303)
  })

  it('une fois émargée, l’inscription ne prend plus l’employeur que la fiche apprend', async () => {
    const autre = await base.maintenance((tx) => poserSessionDEssai(tx, { stagiaires: 2 }))
    const [venue, attendue] = autre.inscriptions
    const [seance] = autre.seances
    if (!venue || !attendue || !seance) throw new Error('le fil est trop court')
    const qui = { acces, id: autre.personne, nom: 'Tom Okafor' }
    const motif = 'Téléphone déchargé, vue en salle'
    const ou = { session: autre.session, seance, inscription: venue }
    expect(
      await regulariser(servicesDe(base, autre, '2026-11-24T17:30:00Z'), qui, { ...ou, motif }),
    ).toMatchObject({ ok: true })
    await base.maintenance(async (tx) => {
      const e = newId()
      await sql`insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, cree_le)
        values (${autre.organisme}, ${e}, ${autre.activite}, 'Scierie du Vercors', 'scierie du vercors', now())`.execute(
        tx,
      )
      await sql`update tiers.personne p set entreprise_id = ${e} from inscriptions.inscription i
        where i.organisme_id = p.organisme_id and i.personne_id = p.id and p.organisme_id = ${autre.organisme}`.execute(
        tx,
      )
    })
    const lus = await base.enTantQue(autre.organisme, {}, async (tx) => [
      await lireInscription(tx, autre.session, venue),
      await lireInscription(tx, autre.session, attendue),
    ])
    expect(lus.map((i) => i?.employeur)).toEqual([null, 'Scierie du Vercors'])
  })

  it('des corps hostiles ne le font pas tomber', async () => {
    const champs = ['statut', 'employeur', 'siret', 'dossier', 'vers', 'motif', 'version']
    const { fautes } = await eprouver(app, [{ url: ecran(seconde), champs }], { corps: 60 })
    expect(fautes).toEqual([])
  })
})

it('un statut qui change en cours d’action se dit à sa date ; hors de l’action, la page le refuse et n’enregistre rien', async () => {
  const suivants = async () =>
    (await base.enTantQue(fil.organisme, {}, (tx) => lireInscription(tx, fil.session, seconde)))
      ?.statutsSuivants
  const change = { statut: 'recherche-emploi', statutDu: '30/11/2026', statutPuis: 'salarie-prive' }
  const faux = await aller(ecran(seconde), change)
  expect([faux.statut, faux.texte.includes('Un changement se date après le')]).toEqual([422, true])
  expect(await suivants()).toEqual([])
  const seul = await aller(ecran(seconde), { statut: 'recherche-emploi', statutDu: '30/11/2026' })
  expect([seul.statut, seul.texte.includes('Écrivez aussi la date de ce changement de statut')]).toEqual([
    422,
    true,
  ])
  await base.maintenance((tx) =>
    sql`insert into sessions.seance (organisme_id, id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin)
        select organisme_id, ${newId()}::uuid, activite_id, session_id, '2026-12-04'::date, demi_journee, debut_minutes, fin_minutes,
          debut + interval '10 days', fin + interval '10 days'
        from sessions.seance where organisme_id = ${fil.organisme} and session_id = ${fil.session}`.execute(
      tx,
    ),
  )
  expect((await aller(ecran(seconde), change)).statut).toBe(303)
  expect(await suivants()).toEqual([{ du: '2026-11-30', statut: 'salarie-prive' }])
  expect((await aller(ecran(seconde))).texte).toMatch(/salarié du privé depuis le 30.novembre.2026/)
})
