/** Réserver pendant qu’une des deux coopératives quitte le pôle : rien ne reste réservé à qui n’en est plus, ni chez qui n’en est plus. */
import { beforeEach, expect, it } from 'vitest'
import type { BienId, ReservationId } from '#modules/mutualisation/domain/biens.ts'
import { moduleMutualisation } from '#modules/mutualisation/module.ts'
import { poleModule } from '#modules/pole/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { lireReservations } from '../../src/modules/mutualisation/db/biens.ts'
import { demanderBien, demanderBiens } from '../../src/modules/mutualisation/db/biens-portes.ts'
import { poserPole } from '../../src/modules/mutualisation/test/pole-d-essai.ts'
import { quitterPole } from '../../src/modules/pole/db/poles.ecritures.ts'
import { codeSql } from '../base/index.ts'
import { type Connectee, monde, sansInsecables } from '../monde/index.ts'

const m = await monde({
  modules: [poleModule, moduleMutualisation()],
  coops: { a: 'Langue & Lien', b: 'Les Tisserands', c: 'Terre d’Appui' },
  gens: {
    ana: { roles: ['responsable'], chez: 'a' },
    alix: { roles: ['assistant'], chez: 'a' },
    bea: { roles: ['responsable'], chez: 'b' },
    cleo: { roles: ['responsable'], chez: 'c' },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, ana, alix, bea, cleo } = m
const admin = await base.client('admin')
const en = <T>(qui: Connectee, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(qui.organisme, { personne: qui.personne }, work)

let pole = '' as Awaited<ReturnType<typeof poserPole>>['pole']
beforeEach(async () => {
  ;({ pole } = await base.maintenance((tx) => poserPole(tx, [cleo, ana, bea])))
})
const preter = async (titre: string): Promise<BienId> => {
  const { vers } = await bea.poster('/biens-pretes/preter', {
    pole,
    salle: '',
    genre: 'salle',
    titre,
    adresse: 'Brest',
    acces: '',
    configurations: '',
    equipement: '',
    reglement: '',
    membre: '10',
    autre: '20',
    taux: '2000',
    tampon: '0',
    visa: 'oui',
    bareme: 'moins de 7 jours : 50 %',
  })
  return vers.split('/').at(-1) as BienId
}
const heures = {
  objet: 'Un atelier',
  configuration: '',
  debut: new Date(Date.now() + 20 * 86_400_000),
  fin: new Date(Date.now() + 20 * 86_400_000 + 3 * 3_600_000),
}
const demander = (bien: BienId) => (tx: TenantTx) =>
  demanderBien(tx, newId() as ReservationId, bien, heures, new Date())
const quitter = (tx: TenantTx) => quitterPole(tx, pole, 'Ailleurs.', new Date())
const vives = async (qui: Connectee) =>
  (await en(qui, (tx) => lireReservations(tx)))
    .filter((r) => ['en-file', 'option', 'ferme'].includes(r.etat))
    .map((r) => `${r.titre} ${r.etat}`)
/** Une transaction ouverte, qui attend qu’on la laisse finir. */
const ouverte = async <T>(qui: Connectee, work: (tx: TenantTx) => Promise<T>) => {
  const [faite, aller] = [Promise.withResolvers<T>(), Promise.withResolvers<void>()]
  const finie = en(qui, async (tx) => {
    faite.resolve(await work(tx))
    await aller.promise
  })
  finie.catch(faite.reject)
  const rendu = await faite.promise
  return {
    rendu,
    finir: async () => {
      aller.resolve()
      await finie
    },
  }
}
/** Quelqu’un attend un verrou, ou n’en attendra pas : ce travail est fini. */
const attendOuFini = async (travail: Promise<unknown>, combien = 1): Promise<void> => {
  let fini = false
  travail.then(
    () => (fini = true),
    () => (fini = true),
  )
  while (!fini) {
    const { rows } = await admin.query(
      `select count(*)::int4 as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    if (rows[0].n >= combien) return
  }
}

it('une collègue réserve, sa coopérative quitte : sa demande tombe avec le reste', async () => {
  const bien = await preter('Salle Duras')
  const reserve = await ouverte(alix, demander(bien))
  expect(reserve.rendu).toBe('option')
  const part = en(ana, quitter)
  await attendOuFini(part)
  await reserve.finir()
  expect(await part).toBe(true)
  expect(await vives(ana)).toEqual([])
})

it('sa coopérative quitte, une collègue réserve : elle ne voit plus le bien', async () => {
  const bien = await preter('Salle Ouessant')
  const part = await ouverte(ana, quitter)
  expect(part.rendu).toBe(true)
  const reserve = en(alix, demander(bien))
  await attendOuFini(reserve)
  await part.finir()
  expect(await reserve).toBe('introuvable')
  expect(await vives(ana)).toEqual([])
})

it('on réserve, qui prête quitte : la demande tombe', async () => {
  const bien = await preter('Salle Molène')
  const reserve = await ouverte(ana, demander(bien))
  expect(reserve.rendu).toBe('option')
  const part = en(bea, quitter)
  await attendOuFini(part)
  await reserve.finir()
  expect(await part).toBe(true)
  expect(await vives(bea)).toEqual([])
})

it('qui prête quitte, on réserve : le bien ne se voit plus', async () => {
  const bien = await preter('Salle Sein')
  const part = await ouverte(bea, quitter)
  const reserve = en(ana, demander(bien))
  await attendOuFini(reserve)
  await part.finir()
  expect(await reserve).toBe('introuvable')
  expect(await vives(bea)).toEqual([])
})

it('une demande seule et une demande d’ensemble de la même coopérative ne se bloquent pas', async () => {
  const [un, deux] = [await preter('Salle Hoëdic'), await preter('Salle Houat')].toSorted()
  const [premier, second] = [un ?? ('' as BienId), deux ?? ('' as BienId)]
  // Le second bien est tenu : la demande d’ensemble s’arrête entre les deux, et la demande seule arrive.
  await admin.query('begin')
  await admin.query('select from mutualisation.bien where id = $1 for update', [second])
  const ensemble = codeSql(() =>
    en(ana, (tx) =>
      demanderBiens(
        tx,
        'Un atelier',
        [premier, second].map((bien) => ({ ...heures, id: newId() as ReservationId, bien })),
        new Date(),
      ),
    ),
  )
  await attendOuFini(ensemble)
  const seule = codeSql(() => en(alix, demander(premier)))
  await attendOuFini(seule, 2)
  await admin.query('commit')
  expect(await Promise.all([ensemble, seule])).toEqual([undefined, undefined])
  expect((await vives(ana)).length).toBe(2)
})
