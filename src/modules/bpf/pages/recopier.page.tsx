import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { Actions, Etat, Form, Page, Table } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { plusieurs } from '#web/fields.ts'
import { emptyForm, readForm } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { ecrireExercice, nomExercice } from '../domain/exercices.ts'
import { enClair, nommerCase } from '../domain/remplir.ts'
import { garderLesRecopies } from '../gestes/tenir-exercice.ts'
import { lireVue, type Vue } from '../lecture/lire-vue.ts'
import { bilansUrl, bilanUrl, recopierUrl, reglerUrl } from '../liens.ts'
import { aujourdhui, surLExercice } from './commun.ts'
import { direValeur } from './dire.ts'

const casesDe = (vue: Vue) =>
  vue.cadres.flatMap((k) => k.cases.map((c) => ({ ...c, cadre: k.lettre, vaut: enClair(c.valeur) })))
type CaseARecopier = ReturnType<typeof casesDe>[number]

const schemaDe = (cases: readonly CaseARecopier[]) => {
  const [premier, ...suite] = cases.map((c) => c.id)
  const ids = [premier ?? '', ...suite] as [string, ...string[]]
  return z.object({ faite: plusieurs(ids), refaite: plusieurs(ids) })
}

const Recopier = ({ vue }: { vue: Vue }) => {
  const exercice = ecrireExercice(vue.lu.exercice)
  const cases = casesDe(vue)
  const faites = cases.filter((c) => vue.recopies.get(c.id)?.valeur === c.vaut).length
  return (
    <Page
      title="Recopier case par case"
      lede="Aucun fichier ne se dépose sur Mon Activité Formation : on y recopie. Cochez au fur et à mesure ; une case qui change ensuite se signale."
      path={[
        { libelle: 'BPF', href: bilansUrl() },
        { libelle: `Exercice ${nomExercice(vue.lu.exercice)}`, href: bilanUrl({ exercice }) },
      ]}
    >
      <Form form={emptyForm()} action={recopierUrl({ exercice })} classe="">
        <p>
          {faites} sur {cases.length} recopiées. Cadre A, accord pour rendre l’adresse publique :{' '}
          {vue.lu.reglage?.adressePublique == null ? (
            <a href={reglerUrl({ exercice })}>à dire</a>
          ) : (
            <b>{vue.lu.reglage.adressePublique ? 'oui' : 'non'}</b>
          )}
          .
        </p>
        <Table
          legende="Les cases, dans l’ordre du formulaire"
          lignes={cases}
          colonnes={[
            {
              titre: 'Case',
              entete: true,
              cell: (c) => nommerCase(c.cadre, c),
            },
            { titre: 'À porter', nombre: true, cell: (c) => <b class="num">{direValeur(c.valeur)}</b> },
            {
              titre: 'Recopié',
              cell: (c) => {
                const deja = vue.recopies.get(c.id)
                const id = `r-${c.id.replace(/[^a-z0-9]+/gi, '-')}`
                const change = deja !== undefined && deja.valeur !== c.vaut
                return (
                  <>
                    <p class="case">
                      <input type="checkbox" id={id} name="faite" value={c.id} checked={deja !== undefined} />
                      <label for={id}>
                        {deja
                          ? `le ${formaterDate(jourLocal(deja.le, ZONE_PAR_DEFAUT), 'court')}`
                          : 'recopié'}
                        <span class="unseen"> {nommerCase(c.cadre, c)}</span>
                      </label>
                    </p>
                    {change ? (
                      <>
                        <Etat etat="manquant" mot={`recopié ${deja.valeur}, a changé`} />
                        <p class="case">
                          <input type="checkbox" id={`${id}-b`} name="refaite" value={c.id} />
                          <label for={`${id}-b`}>
                            recopié de nouveau<span class="unseen"> {c.libelle}</span>
                          </label>
                        </p>
                      </>
                    ) : null}
                  </>
                )
              },
            },
          ]}
        />
        <Actions libelle="Garder où j’en suis">
          <a href={bilanUrl({ exercice })}>Revenir au bilan</a>
        </Actions>
      </Form>
    </Page>
  )
}

export const recopierPage = new Hono<Env>()
  .get(recopierUrl.modele, exigerDroit('bpf.etablir'), (c) =>
    surLExercice(c, async (tx, _, exercice) =>
      c.html(<Recopier vue={await lireVue(tx, exercice, aujourdhui(c))} />),
    ),
  )
  .post(recopierUrl.modele, exigerDroit('bpf.etablir'), (c) =>
    surLExercice(c, async (tx, _, exercice) => {
      const vue = await lireVue(tx, exercice, aujourdhui(c))
      const cases = casesDe(vue)
      const lu = await readForm(schemaDe(cases), c)
      if (!lu.ok) return c.html(<Recopier vue={vue} />, lu.status)
      const faites = await garderLesRecopies(tx, exercice, cases, lu.data, c.get('services').clock.now())
      return redirectWith(c, recopierUrl({ exercice: ecrireExercice(exercice) }), {
        genre: 'fait',
        fort: `${faites} sur ${cases.length} recopiées.`,
      })
    }),
  )
