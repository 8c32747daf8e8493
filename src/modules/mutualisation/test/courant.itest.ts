// Long parce que les règles, les murs, les pages et le hasard se jouent sur une seule base.
/** Le compte courant d’un pôle, sous le rôle de l’application : ce qu’il tient, ce qu’il tait à qui n’en est pas, et des opérations au hasard. */
import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { formaterDate } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type PoleId, poleModule } from '#modules/pole/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { codeSql } from '../../../../test/base/index.ts'
import { monde, sansInsecables } from '../../../../test/monde/index.ts'
import { contributionsMutualisation } from '../contributions/aujourdhui.ts'
import {
  arretesDuPole,
  comptesDuPole,
  lirePropositions,
  lireRegle,
  lireReleve,
  monCompte,
  soldesDuPole,
} from '../db/courant.ts'
import {
  type AProposer,
  arreter,
  compenser,
  consentir,
  contester,
  denouer,
  expirer,
  lever,
  ouvrirCompte,
  poserRegle,
  proposer,
  repondre,
  signer,
} from '../db/courant-portes.ts'
import type { ArreteId, MouvementId, PropositionId } from '../domain/courant.ts'
import { moduleMutualisation } from '../module.ts'
import { type Coop, poserMembre, poserPole } from './pole-d-essai.ts'

const m = await monde({
  modules: [poleModule, moduleMutualisation()],
  coops: { a: 'Langue & Lien', b: 'Les Tisserands', c: 'Terre d’Appui', tierce: 'Étrangère' },
  gens: {
    ana: { roles: ['responsable'], chez: 'a' },
    bea: { roles: ['comptable'], chez: 'b' },
    cleo: { roles: ['responsable'], chez: 'c' },
    theo: { roles: ['responsable'], chez: 'tierce' },
    forme: { roles: ['formateur'], chez: 'b' },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
})
const { base, ana, bea, cleo, theo, forme } = m
const en = <T>(c: Coop, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(c.organisme, { personne: c.personne }, work)
const [a, b, c, tierce] = [ana, bea, cleo, theo]
/** Neuf coopératives, une direction chacune : de quoi jouer au hasard. */
const coops: Coop[] = [a, b, c, tierce]
for (let i = 0; i < 5; i++) {
  const { organisme } = await m.fonder(`Autre ${i}`)
  coops.push(await m.entrer(organisme, { roles: ['responsable'] }))
}
const admin = await base.client('admin')
const jour = 86_400_000
const dans = (jours: number) => new Date(Date.now() + jours * jour)
const PLAFOND = 100_000

/** Un pôle neuf, ces coopératives, un compte ouvert chacune. */
const poleNeuf = async (membres: readonly Coop[], plafond = PLAFOND) => {
  const { pole, decision } = await base.maintenance((tx) => poserPole(tx, membres))
  const [hote] = membres as [Coop]
  expect(await en(hote, (tx) => poserRegle(tx, pole, { id: newId(), plafond, decision }, dans(0)))).toBe(
    'posee',
  )
  for (const m of membres) expect(await en(m, (tx) => ouvrirCompte(tx, pole, dans(0)))).toBe('ouvert')
  return { pole, decision }
}
const { pole } = await poleNeuf([a, b, c])

/** `de` dit que `a` lui doit (ou l’inverse). */
const ecriture = (avec: Coop, montant: number, autres: Partial<AProposer> = {}): AProposer => {
  const id = newId<'Proposition'>() as PropositionId
  return {
    id,
    avec: avec.organisme,
    jeDois: false,
    genre: 'directe',
    montant,
    fait: 'salle',
    faitId: id,
    faitLe: '2026-11-20' as AProposer['faitLe'],
    libelle: 'Une salle, deux jours',
    piece: '',
    expireLe: autres.genre === 'attente' ? dans(20) : null,
    corrige: null,
    motif: '',
    ...autres,
  }
}
const passer = async (p: PoleId, de: Coop, a_: Coop, montant: number, autres: Partial<AProposer> = {}) => {
  const e = ecriture(a_, montant, autres)
  expect(await en(de, (tx) => proposer(tx, p, e, dans(0)))).toBe('proposee')
  expect(await en(a_, (tx) => repondre(tx, e.id, 'accordee', dans(0)))).toBe('accordee')
  return e.id as unknown as MouvementId
}
/** La seconde part quand la première a fait sans avoir validé ; on attend qu’elle finisse, ou qu’un verrou l’arrête. */
const croiser = async (
  [un, premier]: readonly [Coop, (tx: TenantTx) => Promise<string>],
  [deux, second]: readonly [Coop, (tx: TenantTx) => Promise<string>],
): Promise<string[]> => {
  let finie = false
  const arretee = async () => {
    while (!finie) {
      const { rows } = await admin.query(
        `select count(*)::int4 as n from pg_locks where not granted and pid in (select pid from pg_stat_activity where datname = $1)`,
        [base.nom],
      )
      if (rows[0].n > 0) return
    }
  }
  let suite: Promise<string> | undefined
  const fait = await en(un, async (tx) => {
    const mot = await premier(tx)
    suite = en(deux, second).finally(() => {
      finie = true
    })
    await Promise.race([suite, arretee()])
    return mot
  })
  return [fait, (await suite) ?? '']
}
const solde = async (x: Coop, p = pole) => (await en(x, (tx) => monCompte(tx, p)))?.solde

describe('une écriture', () => {
  it('se lit de la plus récente à la plus ancienne, par la date que la page montre', async () => {
    const { pole: p } = await poleNeuf([a, b])
    // L’accord vient dans l’ordre inverse des faits ; la dernière attend encore le sien.
    const faits = ['2026-11-12', '2026-10-17', '2026-11-02'] as AProposer['faitLe'][]
    for (const faitLe of faits.slice(0, 2)) await passer(p, a, b, 1_000, { faitLe })
    const attend = ecriture(b, 1_000, { faitLe: faits[2] as AProposer['faitLe'] })
    expect(await en(a, (tx) => proposer(tx, p, attend, dans(0)))).toBe('proposee')
    const table = (await ana.lire(`/comptes-courants/${p}`)).texte.split('id="ecritures"')[1] ?? ''
    const places = faits
      .toSorted()
      .reverse()
      .map((f) => table.indexOf(sansInsecables(formaterDate(f))))
    expect(places.every((n) => n > 0)).toBe(true)
    expect(places).toEqual(places.toSorted((x, y) => x - y))
  })

  it('demande les deux accords ; la même clé, deux fois, ne passe qu’une fois', async () => {
    const e = ecriture(b, 40_000)
    const proposerE = (x: Partial<AProposer> = {}) =>
      en(a, (tx) => proposer(tx, pole, { ...e, ...x }, dans(0)))
    expect(await proposerE()).toBe('proposee')
    expect(await proposerE()).toBe('deja')
    expect(await proposerE({ montant: 39_000 })).toBe('cle-reprise')
    expect(await solde(b)).toBe(0)
    for (const autre of [a, c, tierce])
      expect(await en(autre, (tx) => repondre(tx, e.id, 'accordee', dans(0)))).toBe('introuvable')
    expect(await en(b, (tx) => repondre(tx, e.id, 'retiree', dans(0)))).toBe('introuvable')
    expect(await en(b, (tx) => repondre(tx, e.id, 'accordee', dans(0)))).toBe('accordee')
    expect(await en(b, (tx) => repondre(tx, e.id, 'accordee', dans(0)))).toBe('deja')
    expect(await en(b, (tx) => repondre(tx, e.id, 'refusee', dans(0)))).toBe('repondue')
    expect([await solde(a), await solde(b)]).toEqual([40_000, -40_000])
    // Le même fait ne se compte pas deux fois entre elles.
    const encore = ecriture(b, 40_000, { faitId: e.id })
    await en(a, (tx) => proposer(tx, pole, encore, dans(0)))
    expect(await en(b, (tx) => repondre(tx, encore.id, 'accordee', dans(0)))).toBe('fait-deja-compte')
    expect(await en(a, (tx) => repondre(tx, encore.id, 'retiree', dans(0)))).toBe('retiree')
    // Et se corrige en sens inverse, jamais au-delà.
    for (const [montant, reponse] of [
      [25_000, 'accordee'],
      [15_001, 'trop-corrige'],
      [15_000, 'accordee'],
    ] as const) {
      const corr = ecriture(b, montant, {
        genre: 'correction',
        jeDois: true,
        corrige: e.id as unknown as MouvementId,
        motif: 'Une journée de moins.',
      })
      expect(await en(a, (tx) => proposer(tx, pole, corr, dans(0)))).toBe('proposee')
      expect(await en(b, (tx) => repondre(tx, corr.id, 'accordee', dans(0)))).toBe(reponse)
    }
    expect(await solde(a)).toBe(0)
    const fausse = ecriture(c, 1, {
      genre: 'correction',
      jeDois: true,
      corrige: e.id as unknown as MouvementId,
      motif: 'Essai.',
    })
    expect(await en(a, (tx) => proposer(tx, pole, fausse, dans(0)))).toBe('rien-a-corriger')
  })

  it('tombe sans réponse au bout de trente jours, et ne se prend jamais toute seule', async () => {
    const e = ecriture(b, 1000)
    await en(a, (tx) => proposer(tx, pole, e, dans(-31)))
    expect(await en(b, (tx) => lirePropositions(tx, pole, dans(0)))).not.toContainEqual(
      expect.objectContaining({ id: e.id }),
    )
    expect(await en(b, (tx) => repondre(tx, e.id, 'accordee', dans(0)))).toBe('tombee')
  })

  it('ne passe pas un plafond, ni de l’une ni de l’autre, attente comprise ; le refus ne dit pas de laquelle', async () => {
    const { pole: p } = await poleNeuf([a, b, c])
    const attente = await passer(p, a, b, 60_000, { genre: 'attente' })
    expect(await solde(b, p)).toBe(0)
    for (const [de, vers] of [
      [c, b], // b ne peut plus devoir
      [a, c], // on ne peut plus devoir à a
    ] as const) {
      const e = ecriture(vers, 40_001)
      await en(de, (tx) => proposer(tx, p, e, dans(0)))
      expect(await en(vers, (tx) => repondre(tx, e.id, 'accordee', dans(0)))).toBe('plafond')
    }
    // Passée en partie, le reste se libère : la place revient.
    expect(await en(b, (tx) => denouer(tx, newId(), attente, 60_000, dans(0)))).toBe('introuvable')
    expect(await en(a, (tx) => denouer(tx, newId(), attente, 60_001, dans(0)))).toBe('au-dela-de-l-accord')
    expect(await en(a, (tx) => denouer(tx, newId(), attente, 30_000, dans(0)))).toBe('passee')
    expect(await en(a, (tx) => denouer(tx, newId(), attente, 30_000, dans(0)))).toBe('denouee')
    await passer(p, c, b, 70_000)
    expect(await solde(b, p)).toBe(-100_000)
  })

  it('en attente, se libère à son échéance, par la tâche de fond seule', async () => {
    const { pole: p } = await poleNeuf([a, b])
    const attente = await passer(p, a, b, 60_000, { genre: 'attente', expireLe: dans(2) })
    expect(await base.worker.withoutTenant((tx) => expirer(tx, 100, dans(1)))).toBe(0)
    expect(await en(a, (tx) => denouer(tx, newId(), attente, 60_000, dans(3)))).toBe('expiree')
    expect(await codeSql(() => base.db.withoutTenant((tx) => expirer(tx, 100, dans(3))))).toBe('42501')
    expect(await base.worker.withoutTenant((tx) => expirer(tx, 100, dans(3)))).toBe(1)
    expect(await base.worker.withoutTenant((tx) => expirer(tx, 100, dans(3)))).toBe(0)
    expect(await en(b, (tx) => monCompte(tx, p))).toMatchObject({ solde: 0, doitAttente: 0 })
    expect((await en(b, (tx) => lireReleve(tx, p))).map((l) => l.denouee)).toEqual(['expiration'])
  })

  it('d’une autre main que la direction ou la comptabilité, ne s’écrit ni ne se lit', async () => {
    const autres: [Coop, readonly string[]][] = ['formateur', 'commercial', 'administration'].map((r) => [
      { organisme: b.organisme, personne: newId() as PersonneId },
      [r],
    ])
    for (const [qui, roles] of autres) {
      await base.maintenance((tx) => poserMembre(tx, qui, roles))
      const e = ecriture(a, 10)
      expect(await en(qui, (tx) => proposer(tx, pole, e, dans(0)))).toBe('refuse')
      expect((await en(qui, (tx) => lireReleve(tx, pole))).length > 0).toBe(roles[0] === 'administration')
    }
  })
})

describe('les murs', () => {
  const portes = async (tx: TenantTx) => [
    ...(await lireReleve(tx, pole)),
    ...(await lirePropositions(tx, pole, dans(0))),
    ...(await comptesDuPole(tx, pole)),
    ...(await soldesDuPole(tx, pole)),
    ...(await arretesDuPole(tx, pole)),
    ...[await monCompte(tx, pole), await lireRegle(tx, pole)].filter(Boolean),
  ]
  it('une tierce, et qui n’est de nulle part, ne lisent ni ligne, ni compte, ni nombre', async () => {
    await passer(pole, a, b, 1234)
    expect(await en(tierce, portes)).toEqual([])
    expect(await base.db.withoutTenant((tx) => portes(tx as never))).toEqual([])
    // Sans personne, ou par un lien : rien non plus.
    expect(await base.enTantQue(a.organisme, {}, portes)).toEqual([])
    expect(await base.enTantQue(a.organisme, { portee: [] }, portes)).toEqual([])
    // Dans le pôle, chacune lit ses lignes seules.
    expect(await en(c, (tx) => lireReleve(tx, pole))).toEqual([])
    expect((await en(b, (tx) => lireReleve(tx, pole))).length).toBeGreaterThan(0)
    const e = ecriture(a, 5)
    expect(await en(tierce, (tx) => proposer(tx, pole, e, dans(0)))).toBe('refuse')
    expect(await en(a, (tx) => proposer(tx, pole, ecriture(tierce, 5), dans(0)))).toBe('sans-compte')
    expect(await en(tierce, (tx) => ouvrirCompte(tx, pole, dans(0)))).toBe('refuse')
  })

  it('le compte est à toute la coopérative : une enseigne seule ni ne le lit, ni ne l’engage', async () => {
    const une = { personne: bea.personne, portee: [m.coops.b.activite] }
    expect(await en(b, portes)).not.toEqual([])
    expect(await base.enTantQue(b.organisme, une, portes)).toEqual([])
    expect(await base.enTantQue(b.organisme, une, (tx) => proposer(tx, pole, ecriture(a, 5), dans(0)))).toBe(
      'refuse',
    )
    const enseigne = await m.entrer(b.organisme, { roles: ['responsable'], portee: [m.coops.b.activite] })
    const refusee = await enseigne.lire('/comptes-courants')
    expect([refusee.statut, refusee.texte.includes('toute la coopérative')]).toEqual([403, true])
    expect((await enseigne.lire(`/comptes-courants/${pole}`)).statut).toBe(404)
  })

  it('quitter le pôle demande un compte soldé, retire l’accord et fait tomber ce qui attendait une réponse', async () => {
    const { pole: p } = await poleNeuf([a, b, c])
    const quitter = (x: Coop) =>
      en(
        x,
        async (tx) =>
          (
            await sql<{
              r: boolean
            }>`select porte.quitter_pole(${p}::uuid, 'Plus le temps.', now()) as r`.execute(tx)
          ).rows[0]?.r,
      )
    await passer(p, a, b, 5000)
    await passer(p, a, c, 100, { genre: 'attente' })
    expect([await quitter(b), await quitter(c)]).toEqual([false, false])
    const [attente] = await en(a, async (tx) => (await lireReleve(tx, p)).filter((l) => l.aMoi))
    await en(a, (tx) => denouer(tx, newId(), attente?.mouvement as MouvementId, 0, dans(0)))
    for (const x of [a, b, c]) await en(x, (tx) => consentir(tx, p, true, dans(0)))
    const [recue, faite] = [ecriture(c, 10), ecriture(b, 10)]
    await en(a, (tx) => proposer(tx, p, recue, dans(0)))
    await en(c, (tx) => proposer(tx, p, faite, dans(0)))
    expect(await quitter(c)).toBe(true)
    expect(await en(c, (tx) => repondre(tx, recue.id, 'accordee', dans(0)))).toBe('repondue')
    expect(await en(b, (tx) => repondre(tx, faite.id, 'accordee', dans(0)))).toBe('repondue')
    expect(await en(a, (tx) => proposer(tx, p, ecriture(c, 5), dans(0)))).toBe('sans-compte')
    // Elle ne lit plus le pôle ; celles qui restent se lisent sans elle.
    expect(await en(c, (tx) => comptesDuPole(tx, p))).toEqual([])
    expect(await en(c, (tx) => lireRegle(tx, p))).toBeUndefined()
    expect((await en(a, (tx) => comptesDuPole(tx, p))).map((x) => x.organisme).sort()).toEqual(
      [a.organisme, b.organisme].sort(),
    )
    expect((await en(a, (tx) => soldesDuPole(tx, p))).map((s) => s.donne - s.recu)).toEqual([5000, -5000])
  })

  it('le rôle de l’application n’a aucun droit sur les tables, ni sur ce qui passe un mouvement', async () => {
    await en(a, async (tx) => {
      for (const [i, t] of [
        'select count(*) from mutualisation.compte',
        'select count(*) from mutualisation.mouvement',
        'select count(*) from mutualisation.proposition',
        'update mutualisation.compte set avoir = 1',
        'delete from mutualisation.mouvement',
        'select porte.courant_verrouiller(null, null, null)',
        'select porte.courant_passer(null, null, null, null, null, 1, 1, 0, null, null, null, null, null, null)',
      ].entries()) {
        await sql.raw(`savepoint s${i}`).execute(tx)
        expect(await codeSql(() => sql.raw(t).execute(tx)), t).toBe('42501')
        await sql.raw(`rollback to s${i}`).execute(tx)
      }
    })
    // Même les portes n’effacent ni ne changent un mouvement, et le plafond tient contre elles.
    const porte = await base.client('coforme_porte')
    for (const t of [
      'update mutualisation.mouvement set montant_centimes = 1',
      'delete from mutualisation.mouvement',
    ])
      await expect(porte.query(t), t).rejects.toMatchObject({ code: '42501' })
    await expect(
      porte.query('update mutualisation.compte set doit = doit + 1000000 where pole_id = $1', [pole]),
    ).rejects.toMatchObject({ code: '23514' })
  })

  it('les soldes se lisent si toutes l’acceptent, et un retrait referme tout', async () => {
    const { pole: p } = await poleNeuf([a, b, c])
    const voir = async (x: Coop) => (await en(x, (tx) => soldesDuPole(tx, p))).length
    for (const x of [a, b]) await en(x, (tx) => consentir(tx, p, true, dans(0)))
    expect([await voir(a), await voir(b)]).toEqual([0, 0])
    await en(c, (tx) => consentir(tx, p, true, dans(0)))
    expect([await voir(a), await voir(c), await voir(tierce)]).toEqual([3, 3, 0])
    await en(b, (tx) => consentir(tx, p, false, dans(0)))
    expect([await voir(a), await voir(b)]).toEqual([0, 0])
  })

  it('le plafond se pose par qui anime, d’après une décision close de ce pôle', async () => {
    const { pole: p, decision } = await poleNeuf([a, b])
    const poser = (x: Coop, d: string) =>
      en(x, (tx) => poserRegle(tx, p, { id: newId(), plafond: 200_000, decision: d }, dans(0)))
    expect(await poser(b, decision)).toBe('refuse')
    expect(await poser(a, newId())).toBe('decision')
    // Une date choisie, une prise de température ne font pas une règle.
    for (const genre of ['dates', 'points', 'sens', 'compte']) {
      const autre = newId()
      await base.maintenance((tx) =>
        sql`insert into pole.decision (pole_id, id, organisme_id, genre, titre, options, etat, ferme_le, ouverte_le, close_le, cree_le)
          values (${p}, ${autre}, ${a.organisme}, ${genre}, 'Autre chose', '{oui,non}', 'close', now(), now(), now(), now())`.execute(
          tx,
        ),
      )
      expect(await poser(a, autre), genre).toBe('decision')
    }
    await passer(p, a, b, 90_000)
    expect(await poser(a, decision)).toBe('posee')
    // La règle neuve ne vaut pour une coopérative que lorsqu’elle la prend.
    expect((await en(b, (tx) => monCompte(tx, p)))?.plafond).toBe(PLAFOND)
    expect(await en(b, (tx) => ouvrirCompte(tx, p, dans(0)))).toBe('pris')
    expect((await en(b, (tx) => monCompte(tx, p)))?.plafond).toBe(200_000)
    await en(a, (tx) => poserRegle(tx, p, { id: newId(), plafond: 50_000, decision }, dans(1)))
    expect(await en(b, (tx) => ouvrirCompte(tx, p, dans(1)))).toBe('plafond')
  })
})

describe('l’arrêté', () => {
  it('un désaccord retient sa ligne et rien d’autre ; n − 1 virements au plus, que chacune confirme en les recevant', async () => {
    const { pole: p } = await poleNeuf([a, b, c])
    await passer(p, a, b, 30_000)
    await passer(p, b, c, 20_000)
    const litige = await passer(p, a, c, 700)
    expect(await en(b, (tx) => contester(tx, litige, 'pas moi', dans(0)))).toBe('introuvable')
    expect(await en(c, (tx) => contester(tx, litige, 'La salle était fermée.', dans(0)))).toBe('contestee')
    const id = newId<'Arrete'>() as ArreteId
    expect(await en(b, (tx) => arreter(tx, p, id, dans(0), dans(0)))).toBe('refuse')
    expect(await en(a, (tx) => arreter(tx, p, id, dans(1), dans(0)))).toBe('a-venir')
    expect(await en(a, (tx) => arreter(tx, p, id, dans(0), dans(0)))).toBe('arrete')
    expect(await en(a, (tx) => arreter(tx, p, newId() as ArreteId, dans(0), dans(0)))).toBe('en-cours')
    for (const x of [a, b]) expect(await en(x, (tx) => signer(tx, p, id, dans(0)))).toBe('signe')
    expect(await en(tierce, (tx) => signer(tx, p, id, dans(0)))).toBe('refuse')
    expect(await en(a, (tx) => compenser(tx, p, id, dans(0)))).toBe('a-signer')
    expect(await en(b, (tx) => compenser(tx, p, id, dans(0)))).toBe('refuse')
    // Passé le délai, chaque ligne étant accordée des deux, celle qui n’a pas signé ne retient personne.
    expect(await en(a, (tx) => compenser(tx, p, id, dans(16)))).toBe('compense')
    expect(await en(a, (tx) => compenser(tx, p, id, dans(16)))).toBe('deja')
    const [arrete] = await en(a, (tx) => arretesDuPole(tx, p))
    expect(arrete).toMatchObject({ virements: 2, comptes: 3, retenues: 1, signes: 2, soldeSigne: 30_700 })
    // De chacune : ses virements, ses lignes retenues ; rien de celles des autres.
    for (const [x, compte] of [
      [b, { virements: 1, retenues: 0 }],
      [c, { virements: 1, retenues: 1 }],
    ] as const)
      expect((await en(x, (tx) => arretesDuPole(tx, p)))[0]).toMatchObject(compte)
    // Rien n’a passé : les virements attendent la banque, et qui reçoit confirme.
    expect([await solde(a, p), await solde(b, p), await solde(c, p)]).toEqual([30_700, -10_000, -20_700])
    const aRecevoir = (await en(a, (tx) => lireReleve(tx, p))).filter((l) => l.aMoi)
    expect(aRecevoir.map((l) => l.attente).sort()).toEqual([-10_000, -20_000])
    for (const l of aRecevoir) {
      expect(await en(c, (tx) => denouer(tx, newId(), l.mouvement, Math.abs(l.attente), dans(17)))).toBe(
        'introuvable',
      )
      expect(await en(a, (tx) => denouer(tx, newId(), l.mouvement, Math.abs(l.attente), dans(17)))).toBe(
        'passee',
      )
    }
    expect([await solde(a, p), await solde(b, p), await solde(c, p)]).toEqual([700, 0, -700])
    // La ligne compensée ne se conteste plus ; la contestée, levée, entre dans l’arrêté d’après.
    expect(await en(c, (tx) => lever(tx, litige, dans(18)))).toBe('leve')
    const apres = newId<'Arrete'>() as ArreteId
    await en(a, (tx) => arreter(tx, p, apres, dans(18), dans(18)))
    expect(await en(a, (tx) => compenser(tx, p, apres, dans(40)))).toBe('compense')
    expect(
      (await en(c, (tx) => lireReleve(tx, p))).filter((l) => l.attente !== 0).map((l) => l.attente),
    ).toEqual([700])
    expect(await en(c, (tx) => contester(tx, litige, 'Encore.', dans(41)))).toBe('compensee')
  })
})

describe('l’arrêté, à la suite d’autre chose', () => {
  const arreteSigne = async (p: PoleId, membres: readonly Coop[], le: Date) => {
    const id = newId<'Arrete'>() as ArreteId
    expect(await en(membres[0] as Coop, (tx) => arreter(tx, p, id, le, le))).toBe('arrete')
    for (const x of membres) expect(await en(x, (tx) => signer(tx, p, id, le))).toBe('signe')
    return id
  }
  const virements = async (x: Coop, p: PoleId) =>
    (await en(x, (tx) => lireReleve(tx, p))).filter((l) => l.arrete && l.attente).map((l) => l.attente)

  it('d’un arrêté compensé, ne se prend pas à une date d’avant : ses virements se renverseraient', async () => {
    const { pole: p } = await poleNeuf([a, b])
    const avant = dans(-1)
    await passer(p, a, b, 10_000)
    const id = await arreteSigne(p, [a, b], dans(1))
    expect(await en(a, (tx) => compenser(tx, p, id, dans(1)))).toBe('compense')
    const arreterA = (au: Date) => en(a, (tx) => arreter(tx, p, newId() as ArreteId, au, dans(2)))
    expect(await arreterA(avant)).toBe('anterieur')
    expect(await en(a, (tx) => arreter(tx, p, id, avant, dans(2)))).toBe('deja')
    expect(await arreterA(dans(2))).toBe('arrete')
    expect(await virements(a, p)).toEqual([-10_000])
  })

  it('d’une ligne contestée, laisse aussi dehors ce qui la corrige', async () => {
    const { pole: p } = await poleNeuf([a, b])
    const litige = await passer(p, a, b, 10_000)
    const correction = await passer(p, a, b, 4000, {
      genre: 'correction',
      jeDois: true,
      corrige: litige,
      motif: 'Une journée de moins.',
    })
    expect(await en(b, (tx) => contester(tx, litige, 'Rien n’a eu lieu.', dans(0)))).toBe('contestee')
    const id = await arreteSigne(p, [a, b], dans(1))
    expect(await en(a, (tx) => compenser(tx, p, id, dans(1)))).toBe('compense')
    expect([await virements(a, p), await virements(b, p)]).toEqual([[], []])
    // Restée dehors, la correction se conteste encore.
    expect(await en(a, (tx) => contester(tx, correction, 'Elle non plus.', dans(2)))).toBe('contestee')
  })

  it('un désaccord levé au même instant entre dans la compensation, qui l’attend', async () => {
    const { pole: p } = await poleNeuf([a, b])
    const litige = await passer(p, a, b, 10_000)
    expect(await en(b, (tx) => contester(tx, litige, 'À revoir.', dans(0)))).toBe('contestee')
    const id = await arreteSigne(p, [a, b], dans(1))
    expect(
      await croiser([b, (tx) => lever(tx, litige, dans(1))], [a, (tx) => compenser(tx, p, id, dans(1))]),
    ).toEqual(['leve', 'compense'])
    expect(await virements(b, p)).toEqual([10_000])
  })

  it('deux désaccords au même instant comptent tous les deux', async () => {
    const { pole: p } = await poleNeuf([a, b])
    const litige = await passer(p, a, b, 10_000)
    expect(
      await croiser(
        [a, (tx) => contester(tx, litige, 'Le prix est faux.', dans(0))],
        [b, (tx) => contester(tx, litige, 'Rien n’a eu lieu.', dans(0))],
      ),
    ).toEqual(['contestee', 'contestee'])
    const [ligne] = await en(a, (tx) => lireReleve(tx, p))
    expect([...(ligne?.contestePar ?? [])].sort()).toEqual(['elle', 'nous'])
  })
})

describe('les pages', async () => {
  const { pole: p, decision } = await base.maintenance((tx) => poserPole(tx, [a, b, c]))
  const ici = `/comptes-courants/${p}`
  const ligneDe = async (qui: Coop) => (await en(qui, (tx) => lireReleve(tx, p)))[0]?.mouvement ?? ''
  const noter = (autres: Record<string, string> = {}) =>
    ana.poster(`${ici}/noter`, {
      sens: 'donne',
      avec: b.organisme,
      fait: 'salle',
      libelle: 'Salle Duras, deux demi-journées',
      jour: '20/11/2026',
      montant: '90',
      piece: 'FA-2026-0042',
      quand: 'passe',
      echeance: '',
      ...autres,
    })
  it('mènent du plafond voté à la ligne contestée, sans script, et chaque coopérative y lit les siennes', async () => {
    expect((await ana.lire('/comptes-courants')).texte).toContain('Pôle Formation')
    expect((await ana.lire(ici)).texte).toContain('Le pôle n’a pas encore voté son plafond')
    expect((await bea.poster(`${ici}/regler`, { plafond: '1000', decision })).statut).toBe(403)
    expect((await ana.poster(`${ici}/regler`, { plafond: '1000', decision: newId() })).statut).toBe(409)
    expect((await ana.poster(`${ici}/regler`, { plafond: '1000', decision })).statut).toBe(303)
    expect((await ana.lire(`${ici}/noter`)).statut).toBe(404)
    for (const qui of [ana, bea, cleo]) expect((await qui.poster(`${ici}/ouvrir`)).statut).toBe(303)
    // Un montant que la base refuserait se dit sous son champ.
    for (const montant of ['0', '99999999'])
      for (const r of [
        await noter({ montant }),
        await ana.poster(`${ici}/regler`, { plafond: montant, decision }),
      ])
        expect([r.statut, r.texte.includes('Écrivez un montant entre')], montant).toEqual([422, true])
    expect((await noter({ avec: tierce.organisme })).texte).toContain('Choisissez une coopérative du pôle')
    expect((await noter({ quand: 'attente' })).texte).toContain('Dites jusqu’à quand')
    expect((await noter()).vers).toBe(ici)
    const chez = await bea.lire(ici)
    expect(chez.texte).toContain('à Langue & Lien'.replace('&', '&amp;'))
    const proposition = /name="proposition" value="([0-9a-f-]{36})"/.exec(chez.texte)?.[1] ?? ''
    expect((await cleo.poster(`${ici}/accorder`, { proposition })).statut).toBe(409)
    expect((await forme.poster(`${ici}/accorder`, { proposition })).statut).toBe(403)
    expect((await bea.poster(`${ici}/accorder`, { proposition })).statut).toBe(303)
    const ligne = await ligneDe(b)
    for (const [qui, statut] of [
      [ana, 200],
      [bea, 200],
      [cleo, 404],
      [theo, 404],
      [forme, 403],
    ] as const)
      expect((await qui.lire(`${ici}/lignes/${ligne}`)).statut).toBe(statut)
    expect((await bea.poster(`${ici}/lignes/${ligne}/contester`, { motif: '' })).statut).toBe(422)
    expect(
      (await bea.poster(`${ici}/lignes/${ligne}/contester`, { motif: 'La salle était fermée.' })).statut,
    ).toBe(303)
    expect((await ana.lire(ici)).texte).toContain('contestée par elle')
    expect((await bea.poster(`${ici}/lignes/${ligne}/lever`)).statut).toBe(303)
    expect(
      (await ana.poster(`${ici}/lignes/${ligne}/corriger`, { montant: '91', motif: 'Trop.' })).texte,
    ).toContain('La correction dépasse')
    expect(
      (await ana.poster(`${ici}/lignes/${ligne}/corriger`, { montant: '45', motif: 'Une seule.' })).statut,
    ).toBe(303)
    for (const qui of [ana, bea, cleo]) expect((await qui.poster(`${ici}/montrer`)).statut).toBe(303)
    const page = (await cleo.lire(ici)).texte
    expect(page).toContain('+90,00 €')
    expect(page).not.toContain('Salle Duras')
    expect((await ana.lire(`${ici}/ecritures.csv`)).texte).toContain('Salle Duras')
    expect((await cleo.lire(`${ici}/ecritures.csv`)).texte).not.toContain('Salle Duras')
    expect((await ana.lire(`${ici}/fec`)).texte).toMatch(/467\tCompte courant du pôle.*\t90,00\t0,00/)
    // Compensé, chacune lit ce qui est à elle de faire : virer, ou confirmer.
    await passer(p, a, c, 1000)
    const part = await cleo.poster(`/poles/${p}/quitter`, { depart: 'Plus le temps.' })
    expect([part.statut, part.texte.includes('n’est pas soldé')]).toEqual([409, true])
    const aujourdhui = jourLocal(m.services.clock.now(), ZONE_PAR_DEFAUT)
    expect((await ana.poster(`${ici}/arreter`, { au: formaterDate(aujourdhui, 'chiffres') })).statut).toBe(
      303,
    )
    const [ouvert] = await en(a, (tx) => arretesDuPole(tx, p))
    for (const qui of [ana, bea, cleo])
      expect((await qui.poster(`${ici}/signer`, { arrete: ouvert?.id ?? '' })).statut).toBe(303)
    expect((await ana.poster(`${ici}/compenser`, { arrete: ouvert?.id ?? '' })).statut).toBe(303)
    const paie = (await bea.lire(ici)).texte
    expect(paie).toContain('<b>Virer</b> 90,00 € à Langue &amp; Lien')
    expect(paie).toContain('0,00 € à recevoir, 0,00 € à donner')
    expect(paie).toContain('90,00 € à virer, 0,00 € à recevoir en banque')
    const visiteur = { roles: ['comptable'], assistance: false, organisme: { id: b.organisme } } as never
    expect(
      await en(b, async (tx) =>
        contributionsMutualisation.aFaire?.(tx, { visiteur, maintenant: m.services.clock.now() }),
      ),
    ).toContainEqual(
      expect.objectContaining({ verbe: 'Virer', chose: expect.stringMatching(/^90,00.€ à Langue & Lien$/) }),
    )
    const [virement] = await en(a, async (tx) => (await lireReleve(tx, p)).filter((l) => l.attente === -9000))
    const passage = (montant: string) =>
      ana.poster(`${ici}/lignes/${virement?.mouvement}/passer`, { montant })
    expect((await passage('0')).statut).toBe(422)
    expect((await passage('90')).statut).toBe(303)
    expect((await bea.lire(ici)).texte).not.toContain('<b>Virer</b>')
    // Une tierce, qui n’a pas de rôle, qui n’est pas entré : ni page, ni export.
    for (const [qui, statuts] of [
      [theo, [404]],
      [forme, [403]],
      [m.sansCompte, [302, 303, 401]],
    ] as const)
      for (const suite of ['', '/noter', '/ecritures.csv', '/fec'])
        expect(statuts, suite).toContain((await qui.lire(`${ici}${suite}`)).statut)
  })
})

/**
 * Des opérations au hasard, des connexions coupées, des envois rejoués. `npm run murs` joue les cent mille ; un passage ordinaire, un
 * échantillon.
 */
it('au hasard, sur huit connexions coupées : somme nulle, aucun plafond passé, aucun doublon', async () => {
  const entiers = process.env.COFORME_MURS === 'entiers'
  const TOTAL = entiers ? 100_000 : 1200
  const CADENCE = entiers ? 1000 : 50
  const { pole: p } = await poleNeuf(coops)
  const conf = base.connexion('coforme_web')
  let graine = 20261130
  const alea = () => {
    graine = (Math.imul(graine ^ (graine >>> 15), 2246822519) + 0x9e3779b9) | 0
    return ((graine ^ (graine >>> 13)) >>> 0) / 4294967296
  }
  const tirer = (n: number) => Math.floor(alea() * n)
  const ouvrir = async (): Promise<pg.Client> => {
    const k = new pg.Client(conf)
    k.on('error', () => {})
    await k.connect()
    return k
  }
  const dire = (v: unknown) => (v === null ? 'null' : typeof v === 'string' ? `'${v}'` : String(v))
  type Prop = { id: string; a: number; crediteur: number; m: number; genre: string }
  const vivantes: Prop[] = []
  const attentes: { id: string; crediteur: number; m: number }[] = []
  const mots: Record<string, number> = {}
  let [faites, coupures] = [0, 0]
  const ouvrier = async () => {
    let k = await ouvrir()
    const jouer = async (qui: Coop, appel: string): Promise<string> => {
      const texte = `begin; select porte.ouvrir_essai('${qui.organisme}', '${qui.personne}', '*'); select ${appel} as r; commit`
      for (let essai = 0; ; essai++)
        try {
          const r = (await k.query(texte)) as unknown as pg.QueryResult[]
          // Une réponse sur vingt se perd : le même envoi repart.
          if (essai === 0 && alea() < 0.05) continue
          const mot = String(r[2]?.rows[0].r)
          mots[mot] = (mots[mot] ?? 0) + 1
          return mot
        } catch (e) {
          const code = (e as pg.DatabaseError).code ?? ''
          if (/^(23|42|40)/.test(code)) throw e
          coupures++
          await k.end().catch(() => {})
          k = await ouvrir()
        }
    }
    const heure = `'${new Date().toISOString()}'::timestamptz`
    while (faites++ < TOTAL) {
      // À cette cadence, une connexion tombe, et l’on regarde la base d’un seul instantané.
      if (faites % CADENCE === 0) await Promise.all([couper(), regarder()])
      const d = alea()
      const prete = d < 0.45 ? vivantes.splice(tirer(vivantes.length), 1)[0] : undefined
      const attente = !prete && d < 0.6 ? attentes.splice(tirer(attentes.length), 1)[0] : undefined
      if (prete) {
        const mot = await jouer(
          coops[prete.a] as Coop,
          `porte.courant_repondre('${prete.id}', '${alea() < 0.93 ? 'accordee' : 'refusee'}', ${heure})`,
        )
        if (prete.genre === 'attente' && (mot === 'accordee' || mot === 'deja')) attentes.push(prete)
      } else if (attente) {
        const m = alea() < 0.5 ? attente.m : tirer(attente.m + 1)
        await jouer(
          coops[attente.crediteur] as Coop,
          `porte.courant_denouer('${newId()}', '${attente.id}', ${m}, ${heure})`,
        )
      } else {
        const de = tirer(coops.length)
        const vers = (de + 1 + tirer(coops.length - 1)) % coops.length
        const [id, jeDois, m] = [newId(), alea() < 0.5, 1 + tirer(20_000)]
        const genre = alea() < 0.5 ? 'attente' : 'directe'
        const mot = await jouer(
          coops[de] as Coop,
          `porte.courant_proposer(${[id, p, (coops[vers] as Coop).organisme, jeDois, genre, m, 'salle', id, '2026-11-20', 'essai', '', genre === 'attente' ? dans(1).toISOString() : null, null, ''].map(dire).join(', ')}, ${heure})`,
        )
        if (mot === 'proposee' || mot === 'deja')
          vivantes.push({ id, a: vers, crediteur: jeDois ? vers : de, m, genre })
      }
    }
    await k.end()
  }
  const couper = () =>
    admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'coforme_web' and datname = $1 and query like 'begin; select porte.ouvrir_essai%' order by random() limit 1`,
      [base.nom],
    )
  const temoin = await base.client('coforme_maintenance')
  const fautes: unknown[] = []
  const regarder = async () => {
    // D’un seul instantané : une seule instruction.
    const { rows } = await temoin.query(
      `select sum(avoir - doit)::int8 as solde, sum(avoir_attente - doit_attente)::int8 as attente,
          count(*) filter (where avoir - doit - doit_attente < -plafond_centimes or avoir - doit + avoir_attente > plafond_centimes)::int8 as passes,
          count(*) filter (where avoir - doit <> s.passe or avoir_attente - doit_attente <> s.tient)::int8 as ecarts
        from mutualisation.compte k, lateral (select coalesce(sum(x.signe * m.montant_centimes) filter (where m.genre <> 'attente'), 0) as passe,
            coalesce(sum(x.signe * m.montant_centimes) filter (where m.genre = 'attente' and d.id is null), 0) as tient
          from mutualisation.mouvement m cross join lateral (select case when m.crediteur_id = k.organisme_id then 1 else -1 end as signe) x
          left join mutualisation.mouvement d on d.attente_id = m.id
          where m.pole_id = k.pole_id and k.organisme_id in (m.debiteur_id, m.crediteur_id)) s where k.pole_id = $1`,
      [p],
    )
    if (Object.values(rows[0]).some((v) => Number(v) !== 0)) fautes.push(rows[0])
  }
  await Promise.all(Array.from({ length: 8 }, ouvrier))
  await regarder()
  expect(fautes).toEqual([])
  const { rows } = await temoin.query(
    `select count(*) filter (where n > 1)::int8 as doubles from (select count(*) as n from mutualisation.mouvement m join mutualisation.proposition q
       on q.id = m.proposition_id where m.pole_id = $1 and m.genre in ('directe', 'attente') group by q.fait_id) t`,
    [p],
  )
  expect(Number(rows[0].doubles)).toBe(0)
  // L’échantillon a joué chaque issue : il prouve quelque chose.
  for (const mot of ['proposee', 'accordee', 'refusee', 'plafond', 'passee', 'deja'])
    expect(mots[mot], mot).toBeGreaterThan(0)
  expect(coupures).toBeGreaterThan(0)
  // La clôture, qui que ce soit l’ait laissé dans quel état : n − 1 virements au plus.
  await base.worker.withoutTenant((tx) => expirer(tx, 100_000, dans(2)))
  const id = newId<'Arrete'>() as ArreteId
  await en(a, (tx) => arreter(tx, p, id, dans(3), dans(3)))
  expect(await en(a, (tx) => compenser(tx, p, id, dans(20)))).toBe('compense')
  const { rows: arretes } = await temoin.query(
    'select virements from mutualisation.arrete where pole_id = $1 and id = $2',
    [p, id],
  )
  expect(Number(arretes[0].virements)).toBeLessThanOrEqual(coops.length - 1)
  for (const x of coops)
    for (const l of (await en(x, (tx) => lireReleve(tx, p))).filter((y) => y.aMoi))
      expect(await en(x, (tx) => denouer(tx, newId(), l.mouvement, Math.abs(l.attente), dans(21)))).toBe(
        'passee',
      )
  for (const x of coops) expect(await solde(x, p)).toBe(0)
}, 3_600_000)
