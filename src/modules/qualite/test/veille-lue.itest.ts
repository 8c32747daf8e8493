/** Une veille transmise : chaque personne la lit, le dit, et la responsable voit qui ; une autre enseigne n’apprend pas qui l’a lue. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { ActiviteId } from '#kernel/id.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { unVisiteur } from '#web/test/services.ts'
import { codeSql } from '../../../../test/base/index.ts'
import { type Connectee, monde, sansInsecables } from '../../../../test/monde/index.ts'
import { contributionsQualite } from '../contributions/qualite.tsx'
import { insererLue } from '../db/diffusion.ecritures.ts'
import { mesurer } from '../db/mesures.queries.ts'
import { qualite } from '../module.ts'
import { cadreComplet } from './complet.ts'
import { forgerDiffusion, forgerLecture, poserDeuxEnseignes } from './poser-veille.ts'

const siennes = { navette: [] as ActiviteId[], ourlet: [] as ActiviteId[] }
const m = await monde({
  modules: [qualite],
  coops: { tisserands: poserDeuxEnseignes(siennes), scop: 'Terre d’Appui' },
  gens: {
    claire: { roles: ['referent-qualite'], prenom: 'Claire', nom: 'Morel' },
    salome: { roles: ['formateur'], portee: siennes.navette, prenom: 'Salomé', nom: 'Diallo' },
    tristan: { roles: ['formateur'], portee: siennes.ourlet, prenom: 'Tristan', nom: 'Le Goff' },
    peda: { roles: ['responsable-pedagogique'], portee: siennes.ourlet, prenom: 'Paule', nom: 'Ker' },
    auditrice: { roles: ['assistant'], prenom: 'Ana', nom: 'Lecture' },
    dehors: { roles: ['responsable'], chez: 'scop' },
  },
  maintenant: '2026-11-24T10:40:00Z',
  texte: sansInsecables,
})
const { base, claire, salome, tristan, peda, dehors } = m
const { organisme } = m.coops.tisserands
const veille = {
  titre: 'Le décret sur les violences',
  le: '20/11/2026',
  source: 'Décret n° 2026-728',
  analyse: 'Notre livret d’accueil ne dit rien de la procédure.',
  decision: 'agir',
  motif: 'La procédure est due depuis novembre.',
  effet: 'Livret d’accueil, version 4',
}
const portees = new Map<string, readonly ActiviteId[]>([
  [salome.personne, siennes.navette],
  [tristan.personne, siennes.ourlet],
  [peda.personne, siennes.ourlet],
])
const dans = <T>(qui: Connectee, f: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(organisme, { personne: qui.personne, portee: portees.get(qui.personne) ?? '*' }, f)
const journee = async (qui: Connectee) =>
  (
    (await dans(qui, async (tx) =>
      contributionsQualite.aFaire?.(tx, {
        visiteur: unVisiteur({ personneId: qui.personne, cae: true, roles: ['formateur'] }),
        maintenant: new Date('2026-11-24T10:40:00Z'),
      }),
    )) ?? []
  ).filter((f) => f.verbe === 'Lire')
const lignes = async () =>
  (
    await base.maintenance((tx) =>
      sql<{ id: string }>`select distinct id from qualite.registre where organisme_id = ${organisme}`.execute(
        tx,
      ),
    )
  ).rows.map((r) => r.id)
const mesure23b = (jour: string) =>
  dans(claire, async (tx) => (await mesurer(tx, { jour, cadre: cadreComplet }, ['23b']))[0])
const etat23b = async (jour = '2026-11-24') => {
  const x = await mesure23b(jour)
  return `${x?.tenus}/${x?.total}`
}

let ligne = ''
const diffusion = () => `/qualite/registres/veille-legale/lignes/${ligne}/diffusion`

describe('une veille transmise', () => {
  it('se transmet à des personnes de l’équipe, et chacune la trouve dans sa journée', async () => {
    expect(
      (await claire.aller('/qualite/registres/veille-legale/nouvelle', { rang: '0', ...veille })).statut,
    ).toBe(303)
    ;[ligne = ''] = await lignes()
    // Rien ne dit encore à qui elle est transmise.
    expect(await etat23b()).toBe('0/1')
    expect((await claire.aller(diffusion())).texte).toContain('Elle n’est encore transmise à personne')
    expect((await claire.aller(`${diffusion()}/transmettre`, { gens: [newId()] })).statut).toBe(409)
    const gens = [salome, tristan, m.auditrice].map((x) => x.personne as string)
    expect((await claire.aller(`${diffusion()}/transmettre`, { gens })).statut).toBe(303)
    // Deux fois : personne ne la reçoit deux fois.
    expect((await claire.aller(`${diffusion()}/transmettre`, { gens })).statut).toBe(303)
    expect((await claire.aller(diffusion())).texte).toContain('Aucune sur 3 dit l’avoir lue')
    expect(await etat23b()).toBe('1/1')
    for (const qui of [salome, tristan])
      expect((await journee(qui)).map((f) => f.href)).toEqual([`/veilles/${ligne}`])
    expect(await journee(peda)).toEqual([])
  })

  it('se lit de la personne, qui dit ce qu’elle en fait ; c’est déclaré, et elle le dit une fois', async () => {
    const page = await salome.aller(`/veilles/${ligne}`)
    expect(page.texte).toContain('Notre livret d’accueil ne dit rien de la procédure.')
    expect(page.texte).toContain('Je l’ai lue')
    expect(
      (
        await salome.aller(`/veilles/${ligne}`, {
          suite: 'Je la relis avec chaque groupe.',
          rang: '1',
          dite: '0',
        })
      ).statut,
    ).toBe(303)
    // Un second envoi ne remplace rien, le dit, et rend ce qu’on venait d’écrire.
    const encore = await salome.aller(`/veilles/${ligne}`, { suite: 'Autre chose', rang: '1', dite: '0' })
    expect(encore.statut).toBe(409)
    expect(encore.texte).toContain('Vous l’avez déjà dit')
    expect(encore.texte).toContain('Autre chose')
    expect(await journee(salome)).toEqual([])
    const vue = (await claire.aller(diffusion())).texte
    expect(vue).toContain('1 personne sur 3 dit l’avoir lue')
    expect(vue).toContain('Je la relis avec chaque groupe.')
    expect(vue).not.toContain('Autre chose')
    expect(vue).toContain('dit l’avoir lue, le 24 nov. 2026')
    expect(vue).not.toMatch(/etat prouve[^>]*>[^<]*lue/)
    expect((await claire.aller(`/qualite/registres/veille-legale`)).texte).toContain('1 sur 3')
    expect((await claire.aller(`/qualite/registres/veille-legale/lignes/${ligne}`)).texte).toContain(
      '1 personne sur 3',
    )
  })

  it('qui s’est trompé le corrige, ou le retire : la responsable voit le dernier état, l’historique reste', async () => {
    const page = await salome.aller(`/veilles/${ligne}`)
    expect(page.texte).toContain('Corriger ce que j’en ai dit')
    const ici = { rang: '1', dite: '1' }
    m.regler('2026-11-25T09:00:00Z')
    expect(
      (await salome.aller(`/veilles/${ligne}`, { suite: 'Je refais mon support.', ...ici })).statut,
    ).toBe(303)
    // De la même page, une seconde fois : rien ne s’écrit.
    expect((await salome.aller(`/veilles/${ligne}`, { suite: 'Encore', ...ici })).statut).toBe(409)
    const corrigee = (await claire.aller(diffusion())).texte
    expect(corrigee).toContain('Je refais mon support.')
    expect(corrigee).not.toContain('Je la relis avec chaque groupe.')
    // Renvoyée sans rien changer : rien ne s’écrit. Retirée et récrite d’un geste : rien non plus, et le texte lui revient.
    m.regler('2026-11-26T09:00:00Z')
    const dite2 = { rang: '1', dite: '2' }
    expect(
      (await salome.aller(`/veilles/${ligne}`, { suite: 'Je refais mon support.', ...dite2 })).statut,
    ).toBe(303)
    const melee = await salome.aller(`/veilles/${ligne}`, {
      suite: 'En fait, je refais tout.',
      retire: 'oui',
      ...dite2,
    })
    expect(melee.statut).toBe(409)
    expect(melee.texte).toContain('En fait, je refais tout.')
    expect((await claire.aller(diffusion())).texte).not.toContain('corrigé le 26')
    m.regler('2026-11-25T09:00:00Z')
    // Corriger ne change pas le jour où elle l’a lue.
    expect(corrigee).toContain('dit l’avoir lue, le 24 nov. 2026')
    expect(corrigee).toContain('corrigé le 25 nov. 2026')
    expect(
      (await salome.aller(`/veilles/${ligne}`, { suite: '', rang: '1', dite: '2', retire: 'oui' })).statut,
    ).toBe(303)
    expect((await claire.aller(diffusion())).texte).toContain('Aucune sur 3 dit l’avoir lue')
    expect((await claire.aller(`/qualite/registres/veille-legale`)).texte).toContain('0 sur 3')
    expect((await journee(salome)).map((f) => f.href)).toEqual([`/veilles/${ligne}`])
    // Rien n’est plus dit : il n’y a rien à retirer.
    expect(
      (await salome.aller(`/veilles/${ligne}`, { suite: '', rang: '1', dite: '3', retire: 'oui' })).statut,
    ).toBe(409)
    expect(
      (await salome.aller(`/veilles/${ligne}`, { suite: 'Je la lis enfin.', rang: '1', dite: '3' })).statut,
    ).toBe(303)
    const vue = (await claire.aller(diffusion())).texte
    expect(vue).toContain('1 personne sur 3 dit l’avoir lue')
    expect(vue).toContain('dit l’avoir lue, le 25 nov. 2026')
    const { rows } = await base.maintenance((tx) =>
      sql<{
        dit: string
      }>`select suite || case when retiree then ' (retirée)' else '' end as dit from qualite.veille_lue where ligne_id = ${ligne} order by dite`.execute(
        tx,
      ),
    )
    expect(rows.map((r) => r.dit)).toEqual([
      'Je la relis avec chaque groupe.',
      'Je refais mon support.',
      ' (retirée)',
      'Je la lis enfin.',
    ])
    m.regler('2026-11-24T10:40:00Z')
    // En SQL, ni une parole d’avance, ni une date choisie.
    for (const dite of [1, 4, 6, 9])
      expect(
        await dans(salome, (tx) =>
          insererLue(tx, { ligne, rang: 1, dite }, 'forgée', new Date('2020-01-01T00:00:00Z')),
        ),
      ).toBe(false)
  })

  it('se relance auprès de qui ne l’a pas lue, une fois par jour au plus', async () => {
    expect((await claire.aller(`${diffusion()}/relancer`, {})).statut).toBe(409)
    m.regler('2026-11-26T10:40:00Z')
    expect((await claire.aller(`${diffusion()}/relancer`, {})).statut).toBe(303)
    expect((await claire.aller(`${diffusion()}/relancer`, {})).statut).toBe(409)
    const partis = (await m.courriels()).filter((x) => sansInsecables(x.objet) === `À lire : ${veille.titre}`)
    expect(partis.map((x) => x.a).sort()).toEqual([tristan.courriel, m.auditrice.courriel].sort())
    expect(partis[0]?.texte).toContain(`/veilles/${ligne}`)
    expect((await claire.aller(diffusion())).texte).toContain('relance du 26 nov. 2026')
    expect(sansInsecables((await journee(tristan))[0]?.detail ?? '')).toContain('redemandée le 26')
    expect(await journee(salome)).toEqual([])
  })

  it('ne dit à une autre enseigne ni qui l’a lue, ni ce qu’elle en fait ; hors de la coopérative, rien', async () => {
    expect((await tristan.aller(`/veilles/${ligne}`)).texte).not.toContain('Salomé')
    expect((await peda.aller(diffusion())).statut).toBe(404)
    expect((await peda.aller(`/veilles/${ligne}`)).statut).toBe(404)
    expect((await dehors.aller(`/veilles/${ligne}`)).statut).toBe(404)
    expect((await dehors.aller(diffusion())).statut).toBe(404)
    expect((await salome.aller(diffusion())).statut).toBe(403)
    const vues = (qui: Connectee) =>
      dans(qui, async (tx) =>
        Number(
          (await sql<{ n: number }>`select count(*)::int4 as n from qualite.veille_lue`.execute(tx)).rows[0]
            ?.n,
        ),
      )
    expect([await vues(claire), await vues(salome), await vues(tristan), await vues(peda)]).toEqual([
      4, 4, 0, 0,
    ])
    const diffusions = (qui: Connectee) =>
      dans(qui, async (tx) =>
        Number(
          (await sql<{ n: number }>`select count(*)::int4 as n from qualite.diffusion`.execute(tx)).rows[0]
            ?.n,
        ),
      )
    expect([await diffusions(claire), await diffusions(tristan), await diffusions(peda)]).toEqual([3, 1, 0])
  })

  it('en SQL, personne ne dit d’une autre qu’elle a lu, ni ne se transmet la veille d’une autre enseigne', async () => {
    const lire = (qui: Connectee, compte: string) =>
      codeSql(() => dans(qui, (tx) => forgerLecture(tx, ligne, compte)))
    expect(await lire(tristan, m.auditrice.personne)).toBe('42501')
    expect(await lire(claire, tristan.personne)).toBe('42501')
    expect(await lire(peda, peda.personne)).toBe('42501')
    for (const qui of [peda, tristan])
      expect(await codeSql(() => dans(qui, (tx) => forgerDiffusion(tx, ligne, peda.personne)))).toBe('42501')
    expect(
      await codeSql(() =>
        dans(salome, (tx) => sql`update qualite.veille_lue set suite = 'forgée'`.execute(tx)),
      ),
    ).toBe('42501')
  })

  it('révisée, elle se relit : ce que l’on en a dit vaut pour le texte d’avant', async () => {
    m.regler('2026-11-26T10:40:00Z')
    const revision = { rang: '1', ...veille, analyse: 'La procédure tient en une page, remise à l’entrée.' }
    expect((await claire.aller(`/qualite/registres/veille-legale/lignes/${ligne}`, revision)).statut).toBe(
      303,
    )
    const vue = (await claire.aller(diffusion())).texte
    expect(vue).toContain('Aucune sur 3 dit l’avoir lue')
    expect(vue).toContain('lue avant sa révision, le 25 nov. 2026')
    expect((await claire.aller(`/qualite/registres/veille-legale`)).texte).toContain('0 sur 3')
    expect((await journee(salome)).map((f) => f.href)).toEqual([`/veilles/${ligne}`])
    const page = (await salome.aller(`/veilles/${ligne}`)).texte
    expect(page).toContain('elle a été révisée depuis')
    expect(page).toContain('remise à l’entrée')
    // Ouverte avant la révision, la page ne fait pas dire qu’on a lu le texte neuf.
    expect((await salome.aller(`/veilles/${ligne}`, { suite: '', rang: '1' })).statut).toBe(409)
    // Une page d’avant, qui n’en dit aucune, non plus.
    expect((await salome.aller(`/veilles/${ligne}`, { suite: '' })).statut).toBe(409)
    // Révisée entre la lecture et l’écriture : la base n’écrit rien de la révision que la personne n’a pas vue.
    const avant = { ligne, rang: 1 }
    expect(await dans(tristan, (tx) => insererLue(tx, avant, '', new Date('2026-11-26T10:40:00Z')))).toBe(
      false,
    )
    expect((await salome.aller(`/veilles/${ligne}`, { suite: '', rang: '2', dite: '0' })).statut).toBe(303)
    expect((await claire.aller(diffusion())).texte).toContain('1 personne sur 3 dit l’avoir lue')
  })

  it('se dit dans le résumé du matin, qu’une tâche compose sans être personne', async () => {
    const resume = (role: 'coforme_worker' | 'coforme_web') =>
      base.enTantQue(organisme, { role, portee: siennes.ourlet }, async (tx) =>
        (
          (await contributionsQualite.aFaire?.(tx, {
            visiteur: unVisiteur({ personneId: tristan.personne, cae: true, roles: ['formateur'] }),
            maintenant: new Date('2026-11-26T10:40:00Z'),
          })) ?? []
        )
          .filter((f) => f.verbe === 'Lire')
          .map((f) => f.href),
      )
    expect(await resume('coforme_worker')).toEqual([`/veilles/${ligne}`])
    // Une page ne lit que celles de qui y est entré, quel que soit le compte qu’elle nomme.
    expect(await resume('coforme_web')).toEqual([])
  })

  it('qui est parti ne se relance pas, et rien n’en est daté', async () => {
    await base.maintenance((tx) =>
      sql`update compte.adhesion set au = '2026-11-25' where compte_id = ${m.auditrice.personne}::uuid`.execute(
        tx,
      ),
    )
    m.regler('2026-11-28T10:40:00Z')
    const avant = (await m.courriels()).length
    const { vers } = await claire.aller(`${diffusion()}/relancer`, {})
    expect((await claire.aller(vers)).texte).toContain('relance du 28 nov. 2026')
    expect((await m.courriels()).slice(avant).map((x) => x.a)).toEqual([tristan.courriel])
    const datees = await base.maintenance((tx) =>
      sql<{
        compte: string
      }>`select compte_id as compte from qualite.diffusion where relancee_le > '2026-11-27'`.execute(tx),
    )
    expect(datees.rows).toEqual([{ compte: tristan.personne }])
    // Il ne reste personne de l’équipe à relancer : le bouton s’en va.
    await tristan.aller(`/veilles/${ligne}`, { suite: '', rang: '2', dite: '0' })
    expect((await claire.aller(diffusion())).texte).not.toContain('Relancer')
  })

  it('se l’envoyer à soi ne transmet rien ; transmise des semaines après, elle l’est après coup', async () => {
    m.regler('2026-10-02T09:00:00Z')
    const deja = await lignes()
    await claire.aller('/qualite/registres/veille-legale/nouvelle', {
      rang: '0',
      ...veille,
      titre: 'Le seuil des délégués',
      le: '01/10/2026',
    })
    const [autre = ''] = (await lignes()).filter((x) => !deja.includes(x))
    const ici = `/qualite/registres/veille-legale/lignes/${autre}/diffusion`
    const tot = await mesure23b('2026-11-30')
    expect((await claire.aller(`${ici}/transmettre`, { gens: [claire.personne] })).statut).toBe(303)
    expect([await etat23b('2026-11-30'), tot?.apresCoup]).toEqual(['1/2', 0])
    m.regler('2026-11-29T09:00:00Z')
    expect((await claire.aller(`${ici}/transmettre`, { gens: [tristan.personne] })).statut).toBe(303)
    const tard = await mesure23b('2026-11-30')
    expect([await etat23b('2026-11-30'), tard?.apresCoup]).toEqual(['2/2', 1])
  })

  it('écrite dans une enseigne, elle se lit d’une autre qui la reçoit, et sa page dit qui lira ce qu’elle en fait', async () => {
    const deja = await lignes()
    expect(
      (await peda.aller('/qualite/registres/veille-legale/nouvelle', { rang: '0', ...veille })).statut,
    ).toBe(303)
    const [sienne = ''] = (await lignes()).filter((x) => !deja.includes(x))
    const ici = `/qualite/registres/veille-legale/lignes/${sienne}/diffusion`
    expect((await peda.aller(`${ici}/transmettre`, { gens: [salome.personne] })).statut).toBe(303)
    expect((await salome.aller(`/veilles/${sienne}`)).texte).toContain(
      'L’enseigne qui a écrit la veille et la coopérative le lisent.',
    )
    await salome.aller(`/veilles/${sienne}`, { suite: 'Je relis mon livret.', rang: '1', dite: '0' })
    expect((await peda.aller(ici)).texte).toContain('Je relis mon livret.')
    // Hors de l’enseigne qui l’a écrite, personne d’autre.
    expect((await tristan.aller(`/veilles/${sienne}`)).statut).toBe(404)
  })
})
