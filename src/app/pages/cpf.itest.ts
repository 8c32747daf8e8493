/** Un client qui vient par le compte personnel de formation : l’offre, le numéro, ce qui se déclare, du dossier à la journée. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { contributionsInscriptions } from '#modules/inscriptions/contributions/aujourdhui.ts'
import { listerInscrits } from '#modules/inscriptions/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import { newId } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { planification } from '../../../test/monde/planification.ts'
import { poserSession } from '../../modules/sessions/test/poser.ts'
import { visiter } from './test/visiter.ts'

const m = await planification({ le: '2026-12-01T09:00:00Z' })
const { base, a, app } = m
const aller = visiter(app)
const aFaire = () =>
  base.enTantQue(a.organisme, { portee: '*' }, async (tx) =>
    (
      await contributionsInscriptions.aFaire?.(tx, {
        visiteur: unVisiteur({
          personneId: m.premiere.personne,
          organisme: { id: a.organisme, code: 'l', nom: 'L' },
          roles: ['responsable'],
        }),
        maintenant: m.clock.now(),
      })
    )?.map((x) => `${x.chose}, ${x.terme?.jour}`),
  )

it('le dossier d’un titulaire dit ce que la plateforme attend, et s’en souvient', async () => {
  const { session } = await base.maintenance((tx) =>
    poserSession(tx, {
      organisme: a.organisme,
      activite: a.activite,
      offre: a.offre,
      seances: [
        ['2026-12-07', 540, 750],
        ['2026-12-14', 540, 750],
      ],
    }),
  )
  await base.maintenance((tx) =>
    sql`update sessions.session set etat = 'ouverte', reprise_id = null where id = ${session}`.execute(tx),
  )
  const s = `/sessions/${session}`
  const ouvert = await aller(`${s}/dossiers/nouveau`, {
    _jeton: newId(),
    acheteur: 'personne',
    prenom: 'Élodie',
    nom: 'Œuvrard',
    courriel: 'elodie@exemple.example',
    prix: '980',
    circonstance: 'distance',
    'lignes[0].dispositif': 'cdc-cpf',
  })
  const dossier = ouvert.vers.replace(/^.*dossier=/, '')
  const d = `${s}/dossiers/${dossier}`
  await aller(`${s}/inscriptions/nouvelle`, {
    dossier,
    liste: 'Élodie Œuvrard elodie@exemple.example',
    _jeton: newId(),
  })
  // L’offre de l’essai ne dit aucune certification : c’est un doute, et non un refus.
  const avant = (await aller(d)).texte
  expect(avant).toContain('ne dit aucun code RNCP ou RS')
  expect(avant).toContain('numéro de dossier à noter')
  const manques = (await aller(s)).texte
  expect(manques).toContain('ne dit aucun code RNCP ou RS')
  expect(manques).toContain('Numéro de dossier Mon Compte Formation à noter')
  await base.maintenance((tx) =>
    sql`update catalogue.offre set certifiante = true, code_rncp = 'RS6372' where id = ${a.offre}`.execute(
      tx,
    ),
  )
  expect((await aller(d)).texte).not.toContain('ne dit aucun code RNCP ou RS')

  expect((await aller(d, { quoi: 'numero-cpf', numero: ' ' })).texte).toContain('Écrivez le numéro')
  expect((await aller(d, { quoi: 'numero-cpf', numero: '12204178' })).statut).toBe(303)
  expect((await aller(d)).texte).toContain('Dossier n° 12204178')
  expect((await aller(s)).texte).not.toContain('Numéro de dossier Mon Compte Formation à noter')

  await base.maintenance((tx) =>
    sql`update inscriptions.inscription set etat = 'inscrit' where session_id = ${session}`.execute(tx),
  )
  const [i] = await base.enTantQue(a.organisme, {}, (tx) => listerInscrits(tx, session as SessionId))
  const declarer = (quoi: string, jour: string) => aller(d, { quoi, qui: String(i?.id), jour })
  expect(await aFaire()).toEqual([])
  expect((await declarer('declarer-entree', '')).texte).toContain('elle ne se déclare pas avant')

  // Le mardi : l’entrée du lundi 7 se déclare jusqu’au jeudi.
  m.regler('2026-12-08T09:00:00Z')
  expect(await aFaire()).toEqual(['l’entrée en formation d’Élodie Œuvrard, 2026-12-10'])
  expect((await aller(s)).texte).toContain('Mon Compte Formation, l’entrée en formation à déclarer')
  expect((await aller(s)).texte).toContain('Noter la déclaration')
  // Qui n’inscrit pas lit ce qui manque, sans le geste.
  m.qui = { ...m.premiere, roles: ['comptable'] }
  const lu = (await aller(s)).texte
  m.qui = m.premiere
  expect(lu).toContain('Mon Compte Formation, l’entrée en formation à déclarer')
  expect(lu).not.toContain('Noter la déclaration')
  expect((await declarer('declarer-entree', '09/12/2026')).texte).toContain('est à venir')
  expect((await declarer('declarer-entree', '')).statut).toBe(303)
  expect((await aller(d)).texte).toContain('déclarée le 8 déc. 2026')
  expect(await aFaire()).toEqual([])

  // Trop tard, la page le dit encore et le note quand même.
  m.regler('2026-12-18T09:00:00Z')
  expect(await aFaire()).toEqual(['la sortie et le service fait d’Élodie Œuvrard, 2026-12-17'])
  expect((await aller(s)).texte).toContain('en retard, c’était le 17 décembre 2026')
  expect((await declarer('declarer-sortie', '')).statut).toBe(303)
  expect((await aller(d)).texte).toContain('après le délai')
  expect(await aFaire()).toEqual([])
  // Close, la session ne réclame plus rien ; le dossier garde la preuve de ce qui fut déclaré.
  await base.maintenance((tx) =>
    sql`update sessions.session set etat = 'cloturee' where id = ${session}`.execute(tx),
  )
  expect((await aller(d)).texte).toContain('déclarée le 8 déc. 2026')
  const gestes = await base.maintenance(
    async (tx) =>
      (
        await sql<{
          geste: string
          quoi: string | null
        }>`select geste, details ->> 'quoi' as quoi from journal.geste
          where geste in ('declarer-cpf', 'numeroter-cpf') order by fait_le, geste`.execute(tx)
      ).rows,
  )
  expect(gestes).toEqual([
    { geste: 'numeroter-cpf', quoi: null },
    { geste: 'declarer-cpf', quoi: 'entree' },
    { geste: 'declarer-cpf', quoi: 'sortie' },
  ])
})
