/** Les améliorations d’une enseigne : les écrire, les faire monter à la coopérative, les clore ; et celles de la coopérative, qui descendent. */
import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { accorder, compter } from '#kernel/texte.ts'
import {
  droits,
  type Envoi,
  exigerDroit,
  geste,
  listerEnseignes,
  pageEtGestes,
  petitGeste,
  peutVisiteur,
} from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import {
  Actions,
  ButtonLink,
  Empty,
  Field,
  FieldSection,
  Form,
  Page,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix, texte } from '#web/fields.ts'
import { forbidden } from '#web/http/errors.tsx'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import {
  type Amelioration,
  ameliorationsDesEnseignes,
  ameliorationsLieesA,
  type Commune,
  communesLiees,
  lireAmelioration,
} from '../db/ameliorations.ts'
import { agitPourToutes } from '../db/ateliers.ts'
import { etatDAmelioration, motsAmelioration } from '../domain/ameliorations.ts'
import {
  cloreAmelioration,
  cloreEnsemble,
  ecrireAmelioration,
  faireDescendre,
  faireMonter,
  laisserAmelioration,
  prendreAmelioration,
  tientLAmelioration,
} from '../gestes/lier-amelioration.ts'
import { lireRegard } from '../lecture/lire-score.ts'
import { ameliorationsUrl, ameliorationUrl, nouvelleAmeliorationUrl } from '../liens.ts'
import {
  champsDuRegistre,
  cloture,
  descente,
  direClose,
  fil,
  type Lu,
  refus,
  Vue,
} from './ameliorations-vue.tsx'

const horsCae = 'Les améliorations à deux niveaux sont celles d’une coopérative d’activité et d’emploi.'
const origines = Object.entries(champsDuRegistre.find((c) => c.nom === 'origine')?.choix ?? {})

const Liste = ({
  lues,
  communes,
  toutes,
}: {
  lues: readonly Amelioration[]
  communes: ReadonlyMap<string, Commune>
  toutes: boolean
}) => (
  <Page
    title="Améliorations"
    lede="Chaque enseigne tient les siennes. Ce qui vaut pour toutes monte à la coopérative ; ce que la coopérative décide descend à chaque enseigne."
  >
    <p>
      <ButtonLink href={nouvelleAmeliorationUrl()} genre="call">
        Écrire une amélioration
      </ButtonLink>
    </p>
    {lues.length === 0 ? (
      <Empty titre="Aucune amélioration d’enseigne">
        Une appréciation, un aléa, une idée : écrivez l’amélioration au moment où vous la décidez.
      </Empty>
    ) : (
      <Table
        legende="Les améliorations des enseignes"
        lignes={lues}
        colonnes={[
          {
            titre: 'Amélioration',
            entete: true,
            cell: (a) => <a href={ameliorationUrl({ ligne: a.id })}>{a.titre}</a>,
          },
          ...(toutes ? [{ titre: 'Enseigne', cell: (a: Amelioration) => a.enseigne }] : []),
          { titre: 'Ouverte le', cell: (a) => formaterDate(a.le as DateCivile, 'court') },
          { titre: 'À l’enseigne', cell: (a) => direClose(a.contenu.closeLe) },
          {
            titre: 'À la coopérative',
            cell: (a) => {
              const commune = communes.get(a.id)
              return (
                <>
                  {motsAmelioration[etatDAmelioration(a.lien)]}
                  {commune ? <small>{direClose(commune.closeLe)}</small> : null}
                </>
              )
            },
          },
        ]}
      />
    )}
  </Page>
)

const ecrite = z.object({
  titre: texte({ min: 3, max: 300, vide: 'Dites l’amélioration en une ligne.' }),
  origine: choix(origines.map(([code]) => code) as [string, ...string[]]),
  cause: texte({ min: 3, max: 2000, vide: 'Dites pourquoi.' }),
  correction: texte({ min: 3, max: 2000, vide: 'Dites ce que vous faites.' }),
})

const quand = async (tx: TenantTx, le: Date) => ({ le, regarde: await lireRegard(tx, le) })

const nouvelle = geste({
  lien: nouvelleAmeliorationUrl,
  droit: 'ameliorations.tenir',
  champs: ecrite,
  lire: (_tx, _params, { visiteur }) => Promise.resolve(visiteur),
  peut: (visiteur) => (visiteur.cae ? true : horsCae),
  vue: (_lu, form) => (
    <Page title="Écrire une amélioration" path={fil} alert={form.alert}>
      <Form
        form={form}
        noms={{
          titre: 'Amélioration',
          origine: 'D’où elle vient',
          cause: 'Cause',
          correction: 'Ce que l’on fait',
        }}
      >
        <FieldSection titre="L’amélioration">
          <Field form={form} name="titre" label="Amélioration" span={2} maxlength={300} />
          <SelectField
            form={form}
            name="origine"
            label="D’où elle vient"
            options={origines.map(([value, label]) => ({ value, label }))}
            vide="Choisir"
          />
          <TextArea form={form} name="cause" label="Cause" />
          <TextArea form={form} name="correction" label="Ce que l’on fait" />
        </FieldSection>
        <Actions libelle="Écrire cette amélioration" />
      </Form>
    </Page>
  ),
  faire: async (tx, { data, cle, le, visiteur }) =>
    ecrireAmelioration(tx, { id: cle, ...data }, visiteur, await quand(tx, le)),
  suite: (ligne) => ({
    vers: ameliorationUrl({ ligne }),
    dit: { genre: 'fait', fort: 'L’amélioration est écrite.' },
  }),
})

const retour =
  (fort: string) =>
  (_: unknown, { a }: Lu) => ({
    vers: ameliorationUrl({ ligne: a.id }),
    dit: { genre: 'fait' as const, fort },
  })

/** Qui tient une enseigne n’y répond pas pour la coopérative. */
const repondPourToutes = (lu: Lu): true | string =>
  lu.toutes || 'Seul qui agit pour toute la coopérative répond de ses améliorations.'

const page = pageEtGestes({
  lien: ameliorationUrl,
  droit: 'ameliorations.tenir',
  async lire(tx, params, { visiteur }): Promise<Lu | undefined> {
    const id = asId<'Ligne'>(params.ligne)
    const a = visiteur.cae && id ? await lireAmelioration(tx, id) : undefined
    const partout = await agitPourToutes(tx)
    if (!a || !tientLAmelioration(visiteur, a, partout)) return undefined
    const toutes = partout && peutVisiteur(visiteur, 'ameliorations.tenir')
    const liees = a.commune ? await ameliorationsLieesA(tx, a.id) : []
    const deja = new Set<string>(liees.map((x) => x.activite))
    return {
      a,
      toutes,
      liees,
      commune: a.commune ? undefined : (await communesLiees(tx)).get(a.id),
      aDemander:
        a.commune && toutes
          ? (await listerEnseignes(tx))
              .filter((e) => !e.commune && e.etat !== 'fermee' && !deja.has(e.id))
              .map((e) => ({ value: e.id, label: e.nom }))
          : [],
    }
  },
  vue: (_tx, lu, revenu) => <Vue lu={lu} revenu={revenu} />,
  gestes: {
    monter: petitGeste<z.ZodObject, Lu, undefined>({
      champs: z.object({}),
      droit: 'ameliorations.tenir',
      faire: async (tx, { lu, le }: Envoi<Lu, unknown>) => faireMonter(tx, lu.a, await quand(tx, le)),
      suite: retour('Elle est montée à la coopérative.'),
    }),
    prendre: petitGeste<z.ZodObject, Lu, string>({
      champs: z.object({}),
      droit: 'ameliorations.tenir',
      peut: repondPourToutes,
      faire: async (tx, { lu, le, visiteur }: Envoi<Lu, unknown>) =>
        prendreAmelioration(tx, lu.a, visiteur.personneId, await quand(tx, le)),
      suite: (ligne) => ({
        vers: ameliorationUrl({ ligne }),
        dit: { genre: 'fait', fort: 'La coopérative l’a prise : voici la sienne.' },
      }),
    }),
    laisser: petitGeste<typeof refus, Lu, undefined>({
      champs: refus,
      droit: 'ameliorations.tenir',
      peut: repondPourToutes,
      faire: async (tx, { lu, data, le }: Envoi<Lu, z.output<typeof refus>>) =>
        laisserAmelioration(tx, lu.a, data.motif, await quand(tx, le)),
      suite: retour('L’enseigne la garde, et lit pourquoi.'),
    }),
    descendre: petitGeste<typeof descente, Lu, number>({
      champs: descente,
      droit: 'ameliorations.tenir',
      peut: repondPourToutes,
      faire: async (tx, { lu, data, le }: Envoi<Lu, z.output<typeof descente>>) =>
        faireDescendre(tx, lu.a, data.enseignes, await quand(tx, le)),
      suite: (n, { a }) => ({
        vers: ameliorationUrl({ ligne: a.id }),
        dit: { genre: 'fait', fort: `${compter(n, 'enseigne')} ${accorder(n, 'a', 'ont')} la sienne.` },
      }),
    }),
    clore: petitGeste<typeof cloture, Lu, void>({
      champs: cloture,
      droit: 'ameliorations.tenir',
      faire: async (tx, { lu, data, le }: Envoi<Lu, z.output<typeof cloture>>) =>
        cloreAmelioration(tx, lu.a, data, await quand(tx, le)),
      suite: retour('L’amélioration est close.'),
    }),
    ensemble: petitGeste<typeof cloture, Lu, number>({
      champs: cloture,
      droit: 'ameliorations.tenir',
      peut: repondPourToutes,
      faire: async (tx, { lu, data, le }: Envoi<Lu, z.output<typeof cloture>>) =>
        cloreEnsemble(tx, lu.a, data, await quand(tx, le)),
      suite: (n, { a }) => ({
        vers: ameliorationUrl({ ligne: a.id }),
        dit: {
          genre: 'fait',
          fort: `${compter(n, 'amélioration')} ${accorder(n, 'est close', 'sont closes')}.`,
        },
      }),
    }),
  },
})

export const ameliorationsPages: Hono<Env> = new Hono<Env>()
  .get(ameliorationsUrl.modele, exigerDroit('ameliorations.tenir'), (c) =>
    pourVisiteur(c, c.get('services').db, async (tx, visiteur) => {
      if (!visiteur.cae) return forbidden(c, horsCae)
      const toutes = await agitPourToutes(tx)
      if (!tientLAmelioration(visiteur, { commune: false }, toutes))
        return forbidden(c, droits['ameliorations.tenir'].phrase)
      return c.html(
        <Liste
          lues={await ameliorationsDesEnseignes(tx)}
          communes={await communesLiees(tx)}
          toutes={toutes}
        />,
      )
    }),
  )
  .route('/', nouvelle)
  .route('/', page)
