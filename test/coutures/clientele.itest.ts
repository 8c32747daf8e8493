/** L'écran du dossier : qui paie pour qui, qui signe, qui suit ce client, et ce que « sien » laisse voir. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { centimes } from '#kernel/montant.ts'
import { poserAdhesion, poserCompte } from '#modules/comptes/test/comptes.ts'
import { poserOrganisme } from '#modules/comptes/test/organismes.ts'
import { lireDossier } from '#modules/inscriptions/db/dossiers.queries.ts'
import { listerInscrits } from '#modules/inscriptions/db/inscriptions.queries.ts'
import type { DossierId } from '#modules/inscriptions/domain/dossier.ts'
import type { DossierSaisi } from '#modules/inscriptions/gestes/composer-dossier.ts'
import { inscrire } from '#modules/inscriptions/gestes/inscrire.ts'
import { ouvrirDossier } from '#modules/inscriptions/gestes/ouvrir-dossier.ts'
import { passerInscription } from '#modules/inscriptions/gestes/passer-inscription.ts'
import { designerSignataire } from '#modules/inscriptions/gestes/suivre-dossier.ts'
import { dossierSaisi } from '#modules/inscriptions/test/dossiers.ts'
import { poserOffre, poserSession } from '#modules/sessions/test/poser.ts'
import { lireEntreprise } from '#modules/tiers/db/entreprises.queries.ts'
import { ajouterContact } from '#modules/tiers/gestes/garder-entreprise.ts'
import { creerTiers } from '#modules/tiers/gestes/garder-personne.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { testServices } from '#web/test/services.ts'
import { monter, type Personnage } from '../../src/app/pages/test/monter.ts'
import { baseNeuve } from '../base/index.ts'

const base = await baseNeuve()
const { keys, clock } = testServices()
const le = clock.now()

const preparer = async (nom: string) =>
  base.maintenance(async (tx) => {
    const o = await poserOrganisme(tx, nom)
    const membre = async (prenom: string, role: string) => {
      const compte = await poserCompte(tx, keys, {
        courriel: `${newId()}@exemple.example`,
        prenom,
        nom: 'Essai',
      })
      await poserAdhesion(tx, { organisme: o.organisme, compte, roles: [role] })
      return compte
    }
    return {
      ...o,
      ...(await poserSession(tx, {
        ...o,
        offre: await poserOffre(tx, o),
        seances: [['2030-12-09', 540, 750]],
      })),
      assistante: await membre('Ada', 'assistant'),
      cleo: await membre('Cléo', 'commercial'),
      carl: await membre('Carl', 'commercial'),
    }
  })
type P = Awaited<ReturnType<typeof preparer>>
const par = <T>(p: P, personne: P['cleo'], f: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(p.organisme, { personne }, f)
const ouvrir = async (p: P, qui: P['cleo'], s: Partial<DossierSaisi> = {}): Promise<DossierId> => {
  const r = await par(p, qui, (tx) => ouvrirDossier(tx, p.session, newId(), dossierSaisi(s), le))
  if (!r.ok) throw new Error(r.error.map((e) => e.phrase).join(' '))
  return r.value.id
}
const lu = async (p: P, id: DossierId) => {
  const d = await par(p, p.assistante, (tx) => lireDossier(tx, p.session, id))
  if (!d) throw new Error('dossier perdu')
  return d
}
const venir = async (p: P, dossier: DossierId, nom: string) => {
  await par(p, p.assistante, (tx) =>
    inscrire(tx, p.session, newId(), [{ prenom: 'Agathe', nom }], le, { dossier, remisLe: le }),
  )
  const i = (await par(p, p.assistante, (tx) => listerInscrits(tx, p.session))).find((x) => x.nom === nom)
  if (!i) throw new Error('inscription perdue')
  return i
}
const visiter = (p: P, personne: P['cleo'], roles: readonly string[]) => {
  const qui: Personnage = { organisme: p.organisme, personne, roles }
  const app = monter(
    { withTenant: async (_a, work) => base.enTantQue(p.organisme, { personne }, work) },
    () => qui,
  )
  return async (chemin: string, champs?: Readonly<Record<string, string>>) => {
    const r = await app.request(`http://localhost:3000/sessions/${p.session}${chemin}`, {
      ...(champs
        ? {
            method: 'POST',
            headers: { origin: 'http://localhost:3000', 'content-type': 'application/x-www-form-urlencoded' },
            body: new URLSearchParams(champs).toString(),
          }
        : {}),
    })
    return { statut: r.status, texte: (await r.text()).replace(/[\u00a0\u202f]/g, ' ') }
  }
}

describe('qui paie pour qui', () => {
  it('une ligne se pose pour une seule personne, avec son plafond d’heures ; jamais pour celle d’un autre client', async () => {
    const p = await preparer('Lignes')
    const id = await ouvrir(p, p.assistante)
    const autre = await ouvrir(p, p.assistante, { structure: { nom: 'Mairie' } })
    const [agathe, ailleurs] = [await venir(p, id, 'Pons'), await venir(p, autre, 'Fabre')]
    const aller = visiter(p, p.assistante, ['assistant'])
    const ecrire = async (pour: string) =>
      aller(`/dossiers/${id}/reprendre`, {
        acheteur: 'entreprise',
        structure: 'Clinique des Tilleuls',
        prenom: 'Rosa',
        nom: 'Marchal',
        courriel: 'rosa@tilleuls.example',
        circonstance: 'etablissement',
        prix: '2400',
        version: String((await lu(p, id)).version),
        jeton: newId(),
        'lignes[0].dispositif': 'opco-plan',
        'lignes[0].payeur': 'Opco Santé',
        'lignes[0].montant': '1000',
        'lignes[0].subrogation': 'on',
        'lignes[0].pour': pour,
        'lignes[0].heures': '3 h',
        'lignes[1].dispositif': 'entreprise',
      })
    expect((await aller(`/dossiers/${id}/reprendre`)).texte).toContain('Agathe Pons')
    const refuse = await ecrire(ailleurs.id)
    expect([refuse.statut, refuse.texte.includes('pas de ce dossier')]).toEqual([409, true])
    expect((await ecrire(agathe.id)).statut).toBe(303)
    expect((await lu(p, id)).financements.map((l) => [l.pour, l.minutes, Number(l.montant)])).toEqual([
      ['Agathe Pons', 180, 100_000],
      [null, null, 140_000],
    ])
    const page = (await aller(`/dossiers/${id}`)).texte
    expect(page).toContain('tout le dossier')
    expect(page).toContain('3 h accordées par personne, 3 h 30 prévues')
    // Reprise sans y toucher, la ligne garde la personne et le plafond.
    expect((await aller(`/dossiers/${id}/reprendre`)).texte).toMatch(
      new RegExp(`value="${agathe.id}"[^>]*selected`),
    )
  })

  it('la garde « accord du financeur » : non vérifiable tant qu’il n’est pas noté, fausse s’il est tardif', async () => {
    const p = await preparer('Accord')
    const passer = async (accordLe: string | undefined) => {
      const id = await ouvrir(p, p.assistante, {
        structure: { nom: `Client ${newId()}` },
        lignes: [
          {
            dispositif: 'opco-plan',
            payeur: 'Opco Santé',
            montant: centimes(240_000),
            subrogation: true,
            ...(accordLe ? { accordLe: accordLe as never } : {}),
          },
        ],
      })
      const i = await venir(p, id, `Accord ${accordLe ?? 'absent'}`)
      return par(p, p.assistante, (tx) =>
        passerInscription(
          tx,
          {
            session: p.session,
            id: i.id,
            version: i.version,
            vers: 'en-formation',
            motif: 'essai',
            dits: { presences: 1 },
          },
          le,
        ),
      )
    }
    const dites = async (accordLe?: string) => {
      const r = await passer(accordLe)
      if (!r.ok) throw new Error(r.error.phrase)
      return [r.value.alertes.includes('accord-financeur'), r.value.nonVerifiees.includes('accord-financeur')]
    }
    expect(await dites()).toEqual([false, true])
    expect(await dites('2030-12-08')).toEqual([false, false])
    expect(await dites('2030-12-09')).toEqual([true, false])
  })
})

describe('qui signe', () => {
  const avecContact = async (p: P, id: DossierId, nom: string, peutSigner: boolean) => {
    const entreprise = (await lu(p, id)).entreprise
    if (!entreprise) throw new Error('sans entreprise')
    await par(p, p.assistante, async (tx) => {
      const personne = newId<'Tiers'>()
      await creerTiers(tx, personne, p.activite, { prenom: 'Ines', nom }, le)
      const client = await lireEntreprise(tx, entreprise)
      if (!client) throw new Error('client perdu')
      await ajouterContact(
        tx,
        newId<'Contact'>(),
        client,
        { personne, fonction: 'gérante', peutSigner } as never,
        le,
      )
    })
    return entreprise
  }

  it('se choisit parmi les contacts qui peuvent signer ; sinon la page avertit', async () => {
    const p = await preparer('Signataire')
    const id = await ouvrir(p, p.assistante)
    const aller = visiter(p, p.assistante, ['assistant'])
    expect((await aller(`/dossiers/${id}`)).texte).toContain('pouvoir de signer à vérifier')
    await avecContact(p, id, 'Sans', false)
    await avecContact(p, id, 'Pouvoir', true)
    const habilite = await base.maintenance(
      async (tx) =>
        (
          await sql<{
            id: string
            sans: string
          }>`select (array_agg(personne_id) filter (where peut_signer))[1] as id,
            (array_agg(personne_id) filter (where not peut_signer))[1] as sans
            from tiers.contact where organisme_id = ${p.organisme}`.execute(tx)
        ).rows[0],
    )
    if (!habilite) throw new Error('contact perdu')
    const { version } = await lu(p, id)
    const designer = (qui: string, v = version) =>
      aller(`/dossiers/${id}`, { quoi: 'signataire', qui, version: String(v), jeton: newId() })
    expect((await designer(habilite.sans)).statut).toBe(409)
    expect((await designer(habilite.id, version + 7)).statut).toBe(409)
    // Deux à la fois : une seule écriture, la seconde relit ce que la première a fait.
    const deux = await Promise.all(
      [0, 1].map(() =>
        par(p, p.assistante, (tx) =>
          designerSignataire(tx, { session: p.session, dossier: id, version, personne: habilite.id }, le),
        ),
      ),
    )
    expect(deux.every((r) => r.ok)).toBe(true)
    expect(await lu(p, id)).toMatchObject({
      signataire: habilite.id,
      signataireQualite: 'gérante',
      version: version + 1,
    })
    expect((await aller(`/dossiers/${id}`)).texte).not.toContain('pouvoir de signer à vérifier')
    // Un second dossier du même client, sans signataire écrit : le seul qui peut signer est pris.
    const second = await ouvrir(p, p.assistante, { signataire: undefined, qualite: undefined })
    expect((await lu(p, second)).signataire).toBe(habilite.id)
  })
})

describe('ce qui est sien pour la clientèle', () => {
  it('ouvre son client, ne voit ni ne touche celui d’un autre, et le retrouve une fois confié', async () => {
    const p = await preparer('Clientèle')
    const [sien, autre] = [
      await ouvrir(p, p.cleo),
      await ouvrir(p, p.carl, { structure: { nom: 'Mairie de Roubaix' } }),
    ]
    const [agathe, nuno] = [await venir(p, sien, 'Pons'), await venir(p, autre, 'Ferreira')]
    const cleo = visiter(p, p.cleo, ['commercial'])
    const ada = visiter(p, p.assistante, ['assistant'])
    expect((await cleo('/dossiers/nouveau')).statut).toBe(200)
    expect((await cleo(`/dossiers/${sien}`)).statut).toBe(200)
    for (const suite of ['', '/reprendre', '/pieces', '/echeancier'])
      expect([suite, (await cleo(`/dossiers/${autre}${suite}`)).statut]).toEqual([suite, 404])
    expect((await cleo(`/inscriptions/${nuno.id}/etat`)).statut).toBe(404)
    expect((await cleo(`/inscriptions/${nuno.id}/fin`)).statut).toBe(404)
    expect((await cleo(`/inscriptions/${agathe.id}/etat`)).statut).toBe(200)
    const page = (await cleo('')).texte
    expect([page.includes('Pons'), page.includes('Ferreira'), page.includes('Mairie de Roubaix')]).toEqual([
      true,
      false,
      false,
    ])
    const tout = (await ada('')).texte
    expect([tout.includes('Pons'), tout.includes('Ferreira')]).toEqual([true, true])
    // Inscrire sans dossier, ou dans celui d'un autre, ne lui est pas permis.
    const inscrireDans = (dossier: string) =>
      cleo('/inscriptions/nouvelle', {
        dossier,
        liste: 'Mai Lam',
        jeton: newId(),
        statutCommun: '',
        remis: '',
      })
    expect((await inscrireDans('')).statut).toBe(422)
    expect((await inscrireDans(autre)).statut).toBe(422)
    // De qui n’a pas encore de dossier, elle ne voit ni ne prend rien.
    const rattacher = { quoi: 'rattacher', rattaches: nuno.id, jeton: newId() }
    expect((await cleo(`/dossiers/${sien}`, rattacher)).statut).toBe(403)
    // Déjà chez un autre client, il y reste.
    expect((await ada(`/dossiers/${sien}`, rattacher)).statut).toBe(409)
    // Confier : qui voit tout le peut, elle non.
    const confier = { quoi: 'confier', qui: p.cleo, jeton: newId() }
    expect((await visiter(p, p.carl, ['commercial'])(`/dossiers/${autre}`, confier)).statut).toBe(403)
    expect((await ada(`/dossiers/${autre}`, { ...confier, qui: newId() })).statut).toBe(409)
    expect((await ada(`/dossiers/${autre}`, confier)).statut).toBe(303)
    expect((await cleo(`/dossiers/${autre}`)).statut).toBe(200)
    expect((await visiter(p, p.carl, ['commercial'])(`/dossiers/${autre}`)).statut).toBe(403)
    expect((await cleo('')).texte).toContain('Ferreira')
  })
})
