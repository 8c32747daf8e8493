import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { refuser } from '#kernel/refus.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type Envoi, pageEtGestes, petitGeste } from '#modules/organisme/index.ts'
import { mesPoles } from '#modules/pole/index.ts'
import { Actions, Button, Empty, Field, Form, Page, Section, TextArea } from '#web/components.tsx'
import { date, identifiant, texte } from '#web/fields.ts'
import { emptyForm } from '#web/form.ts'
import { type Ouverture, ouverturesDesPoles, polesAnimes } from '../db/interets.ts'
import { fermerAuPole, ouvrirAuPole } from '../gestes/interets.ts'
import { aveugleUrl, marchesUrl } from '../liens.ts'
import type { Revenu } from './dossier-vue.tsx'

const pole = identifiant((t) => asId<'Pole'>(t))
const champs = z.object({
  pole,
  juriste: texte({ min: 3, max: 200, vide: 'Dites qui a lu ces règles.' }),
  lueLe: date({ vide: 'Écrivez quand.' }),
  reserves: texte({ max: 2000 }),
})
const champsFermer = z.object({ pole })

type Lu = readonly {
  readonly id: string
  readonly nom: string
  readonly anime: boolean
  readonly ouverture: Ouverture | undefined
}[]

const Pole = ({ p, revenu }: { p: Lu[number]; revenu: Revenu }) => {
  const form =
    revenu?.geste === 'ouvrir' && revenu.form.values.get('pole')?.[0] === p.id
      ? revenu.form
      : emptyForm(undefined, { pole: p.id })
  const o = p.ouverture
  return (
    <Section titre={p.nom} id={`pole-${p.id}`}>
      {o ? (
        <p>
          Ouvert le {formaterDate(jourLocal(o.le, ZONE_PAR_DEFAUT))}, après la lecture de {o.juriste}, le{' '}
          {formaterDate(o.lueLe as DateCivile)}.{o.reserves ? ` Réserves : ${o.reserves}` : ''}
        </p>
      ) : (
        <p>Fermé : personne n’y dit d’intérêt, rien ne s’y compare.</p>
      )}
      {!p.anime ? null : o ? (
        <Form form={emptyForm()} action={`${aveugleUrl()}/fermer`} classe="court">
          <input type="hidden" name="pole" value={p.id} />
          <p class="gestes-l">
            <Button genre="grave">Le fermer</Button>
          </p>
        </Form>
      ) : (
        <Form form={form} action={`${aveugleUrl()}/ouvrir`} noms={{ juriste: 'Qui a lu', lueLe: 'Quand' }}>
          <input type="hidden" name="pole" value={p.id} />
          <Field
            form={form}
            name="juriste"
            label="Qui a lu ces règles, et à quel titre"
            span={2}
            hint="Maître N., avocate en droit de la concurrence"
          />
          <Field form={form} name="lueLe" label="Quand" inputmode="numeric" hint="22/03/2027" />
          <TextArea form={form} name="reserves" label="Ses réserves" rows={3} optional />
          <Actions libelle="Ouvrir l’intérêt à l’aveugle" genre="main" />
        </Form>
      )}
    </Section>
  )
}

/** L’intérêt à l’aveugle, pôle par pôle : éteint tant que qui l’anime n’a pas dit qui en a lu les règles, et quand. */
export const aveuglePage = pageEtGestes({
  lien: aveugleUrl,
  droit: 'marches.lire',
  async lire(tx): Promise<Lu> {
    const [poles, ouvertures, animes] = [
      await mesPoles(tx),
      await ouverturesDesPoles(tx),
      await polesAnimes(tx),
    ]
    return poles.map((p) => ({
      id: p.id,
      nom: p.nom,
      anime: animes.includes(p.id),
      ouverture: ouvertures.find((o) => o.pole === p.id && o.fermeeLe === null),
    }))
  },
  vue: (_tx, poles, revenu) => (
    <Page
      title="L’intérêt à l’aveugle"
      lede="Éteint tant qu’un juriste n’en a pas lu les règles pour le pôle : échanger sur un appel d’offres entre concurrentes peut être une entente."
      path={[{ libelle: 'Marchés', href: marchesUrl() }]}
      alert={revenu?.form.alert}
    >
      {poles.length === 0 ? (
        <Empty titre="Aucun pôle">Votre coopérative n’est membre d’aucun pôle.</Empty>
      ) : null}
      {poles.map((p) => (
        <Pole p={p} revenu={revenu} />
      ))}
    </Page>
  ),
  gestes: {
    ouvrir: petitGeste<typeof champs, Lu, undefined>({
      champs,
      droit: 'marches.suivre',
      faire: async (tx, { lu, data, le, cle }: Envoi<Lu, z.output<typeof champs>>) =>
        !lu.some((p) => p.id === data.pole && p.anime)
          ? refuser('animation', 'Qui anime ce pôle l’ouvre.')
          : data.lueLe > jourLocal(le, ZONE_PAR_DEFAUT)
            ? refuser('lue-le', 'Écrivez un jour passé : ces règles ont été lues.')
            : ouvrirAuPole(tx, { ...data, id: cle }, le),
      suite: () => ({
        vers: aveugleUrl(),
        dit: { genre: 'fait', fort: 'L’intérêt à l’aveugle est ouvert.' },
      }),
    }),
    fermer: petitGeste<typeof champsFermer, Lu, undefined>({
      champs: champsFermer,
      droit: 'marches.suivre',
      faire: async (tx, { lu, data, le }: Envoi<Lu, z.output<typeof champsFermer>>) =>
        lu.some((p) => p.id === data.pole && p.anime)
          ? fermerAuPole(tx, data.pole, le)
          : refuser('animation', 'Qui anime ce pôle le ferme.'),
      suite: () => ({ vers: aveugleUrl(), dit: { genre: 'fait', fort: 'L’intérêt à l’aveugle est fermé.' } }),
    }),
  },
})
