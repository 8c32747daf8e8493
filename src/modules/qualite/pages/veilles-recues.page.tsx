/** Les veilles qu’une personne a reçues : les lire, dire qu’on les a lues, et ce qu’on en fait. */
import { Hono } from 'hono'
import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { exigerDroit, geste } from '#modules/organisme/index.ts'
import {
  Actions,
  Button,
  CheckboxField,
  Definitions,
  Empty,
  Etat,
  Form,
  Page,
  Section,
  Table,
  TextArea,
} from '#web/components.tsx'
import { pageContext } from '#web/context.ts'
import type { Env } from '#web/env.ts'
import { caseCochee, texte } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type VeilleRecue, veillesRecues } from '../db/diffusion.ts'
import { direChamp, registreDe } from '../domain/registres.ts'
import { direLue } from '../gestes/transmettre-veille.ts'
import { veilleRecueUrl, veillesRecuesUrl } from '../liens.ts'

const le = (instant: Date) => formaterDate(jourLocal(instant, ZONE_PAR_DEFAUT), 'court')

const Recues = ({ veilles }: { veilles: readonly VeilleRecue[] }) => (
  <Page
    title="La veille qui vous est transmise"
    lede="Chaque veille a sa source, ce que la coopérative en a décidé, et ce que vous, vous en faites."
  >
    {veilles.length === 0 ? (
      <Empty titre="Aucune veille ne vous est transmise">
        Ce que la personne qui suit la qualité vous transmet se lira ici.
      </Empty>
    ) : (
      <Table
        legende="Les veilles reçues, celles à lire d’abord"
        lignes={veilles}
        colonnes={[
          {
            titre: 'Veille',
            entete: true,
            cell: (v) => <a href={veilleRecueUrl({ ligne: v.ligne })}>{v.titre}</a>,
          },
          { titre: 'Reçue le', cell: (v) => le(v.diffuseeLe) },
          {
            titre: 'Lue',
            cell: (v) =>
              v.lueLe ? (
                <Etat etat="declare" mot={`vous l’avez dite lue, le ${le(v.lueLe)}`} />
              ) : (
                <Etat etat="a-venir" mot={v.lueAvantLe ? 'révisée : à relire' : 'à lire'} />
              ),
          },
        ]}
      />
    )}
  </Page>
)

/** Dans une CAE, une veille peut venir d’une autre enseigne : ce que l’on en fait s’y lit. */
const quiLeLit = () =>
  pageContext().visiteur?.cae
    ? 'L’enseigne qui a écrit la veille et la coopérative le lisent.'
    : 'Qui suit la qualité le lit.'

const champs = z.object({
  suite: texte({ max: 1000 }),
  rang: texte({ max: 9 }),
  dite: texte({ max: 9 }),
  retire: caseCochee(),
})

/** Ce que la page lue disait : ni une autre révision, ni ce qu’on en aurait dit depuis. */
const Lue = ({ v }: { v: VeilleRecue }) => (
  <>
    <input type="hidden" name="rang" value={String(v.rang)} />
    <input type="hidden" name="dite" value={String(v.dite)} />
  </>
)
const CeQueJEnFais = ({ form }: { form: FormOf<typeof champs> }) => (
  <TextArea
    form={form}
    name="suite"
    label="Ce que j’en fais"
    hint={`une séquence changée, un support repris ; rien, si cela ne change rien pour vous. ${quiLeLit()}`}
    optional
  />
)

const Veille = ({ v }: { v: VeilleRecue }) => {
  const r = registreDe(v.genre)
  return (
    <Definitions
      lignes={[
        ...(r ? [['Registre', r.titre] as const] : []),
        ['Décidé le', formaterDate(v.le as DateCivile, 'court')],
        ...(r?.champs ?? [])
          .filter((c) => c.nom !== 'diffusion')
          .map((c) => [c.libelle, direChamp(c, v.contenu[c.nom])] as const)
          .filter(([, valeur]) => valeur !== ''),
      ]}
    />
  )
}

const faits = {
  lue: 'C’est dit : vous avez lu cette veille.',
  corrigee: 'C’est corrigé : ce que vous aviez dit avant reste gardé.',
  retiree: 'C’est retiré : cette veille est de nouveau à lire.',
  pareille: 'Rien n’est changé : ce que vous en aviez dit reste tel quel.',
} as const

const recue = geste({
  lien: veilleRecueUrl,
  droit: 'veilles.lire',
  champs,
  lire: async (tx, { ligne }) => (await veillesRecues(tx)).find((v) => v.ligne === ligne),
  vue: (v, form) => (
    <Page
      title={v.titre}
      path={[{ libelle: 'La veille transmise', href: veillesRecuesUrl() }]}
      alert={form.alert}
    >
      <Veille v={v} />
      {v.lueLe ? (
        <Section titre="Ce que vous en avez dit" id="lue">
          <p>
            <Etat etat="declare" mot={`Vous dites l’avoir lue, le ${le(v.lueLe)}`} />
          </p>
          {v.suite ? <p>{v.suite}</p> : null}
          {v.corrigeeLe ? (
            <p>Vous l’avez corrigé le {le(v.corrigeeLe)} ; ce que vous aviez dit reste gardé.</p>
          ) : null}
          {form.alert && form.values.get('suite')?.[0] ? (
            <p>Ce que vous veniez d’écrire, et qui n’est pas enregistré : {form.values.get('suite')?.[0]}</p>
          ) : null}
          <details>
            <summary>Corriger ce que j’en ai dit</summary>
            <Form form={form} noms={{ suite: 'Ce que j’en fais' }} classe="champs">
              <Lue v={v} />
              <CeQueJEnFais form={form} />
              <CheckboxField
                form={form}
                name="retire"
                label="Je ne l’ai pas lue : je retire ce que j’en ai dit"
              />
              <Button genre="main">Corriger</Button>
            </Form>
          </details>
        </Section>
      ) : (
        <Form form={form} noms={{ suite: 'Ce que j’en fais' }} classe="suite-f">
          <Lue v={v} />
          {v.lueAvantLe ? (
            <p>Vous avez dit l’avoir lue le {le(v.lueAvantLe)} ; elle a été révisée depuis.</p>
          ) : null}
          <CeQueJEnFais form={form} />
          <Actions libelle="Je l’ai lue" />
        </Form>
      )}
    </Page>
  ),
  faire: (tx, { lu, data, le: instant, visiteur }) => direLue(tx, lu.ligne, data, visiteur, instant),
  depart: (_tx, v) => ({ suite: v.suite }),
  suite: (fait) => ({ vers: veillesRecuesUrl(), dit: { genre: 'fait', fort: faits[fait] } }),
})

export const veillesRecuesPages: Hono<Env> = new Hono<Env>()
  .get(veillesRecuesUrl.modele, exigerDroit('veilles.lire'), (c) =>
    pourVisiteur(c, c.get('services').db, async (tx) => c.html(<Recues veilles={await veillesRecues(tx)} />)),
  )
  .route('/', recue)
