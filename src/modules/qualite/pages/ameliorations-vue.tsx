/** L’amélioration d’une enseigne, ou celle de la coopérative, avec ce qui la lie à l’autre niveau. */
import { z } from 'zod'
import { type DateCivile, dateCivile, formaterDate } from '#kernel/dates.ts'
import {
  Button,
  CheckboxGroup,
  Definitions,
  Field,
  Form,
  Page,
  Section,
  Table,
  TextArea,
} from '#web/components.tsx'
import { entier, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, type FormState } from '#web/form.ts'
import type { Amelioration, Commune } from '../db/ameliorations.ts'
import { etatDAmelioration } from '../domain/ameliorations.ts'
import { direChamp, registres } from '../domain/registres.ts'
import { ameliorationsUrl, ameliorationUrl } from '../liens.ts'
import { identifiants } from './commun.ts'

export const fil = [{ libelle: 'Améliorations', href: ameliorationsUrl() }]
export const champsDuRegistre = registres.action?.champs ?? []

export const direClose = (le: unknown): string => {
  const jour = typeof le === 'string' ? dateCivile(le) : undefined
  return jour ? `close le ${formaterDate(jour, 'court')}` : 'en cours'
}

export const cloture = z.object({
  indicateur: entier({ min: 1, max: 33, vide: 'Dites l’indicateur touché, de 1 à 33.' }),
  effet: texte({ min: 3, max: 2000, vide: 'Écrivez ce que vous avez constaté.' }),
})
export const refus = z.object({ motif: texte({ min: 3, max: 500, vide: 'Dites pourquoi.' }) })
export const descente = z.object({ enseignes: identifiants<'Activite'>() })

export type Lu = {
  readonly a: Amelioration
  /** De celle d’une enseigne : celle de la coopérative. */
  readonly commune: Commune | undefined
  /** De celle de la coopérative : celles des enseignes. */
  readonly liees: readonly Amelioration[]
  /** Qui lit agit pour toute la coopérative. */
  readonly toutes: boolean
  readonly aDemander: readonly { readonly value: string; readonly label: string }[]
}

const Clore = ({
  form,
  action,
  libelle,
}: {
  form: FormOf<typeof cloture>
  action: string
  libelle: string
}) => (
  <Form
    form={form}
    action={action}
    noms={{ indicateur: 'Indicateur touché', effet: 'Effet vérifié' }}
    classe="suite-f"
  >
    <Field form={form} name="indicateur" label="Indicateur touché" inputmode="numeric" hint="de 1 à 33" />
    <TextArea form={form} name="effet" label="Effet vérifié" hint="ce que vous avez constaté" />
    <p>
      <Button>{libelle}</Button>
    </p>
  </Form>
)

const DeLaCooperative = ({ liees }: { liees: readonly Amelioration[] }) =>
  liees.length === 0 ? (
    <p>Aucune enseigne n’a la sienne.</p>
  ) : (
    <Table
      legende="La même, à chaque enseigne"
      lignes={liees}
      colonnes={[
        {
          titre: 'Enseigne',
          entete: true,
          cell: (x) => <a href={ameliorationUrl({ ligne: x.id })}>{x.enseigne}</a>,
        },
        { titre: 'Lien', cell: (x) => (x.lien?.sens === 'descente' ? 'descendue' : 'montée') },
        { titre: 'Où elle en est', cell: (x) => direClose(x.contenu.closeLe) },
        { titre: 'Effet vérifié', cell: (x) => String(x.contenu.effet ?? '') },
      ]}
    />
  )

const DeLEnseigne = ({ a, commune }: Pick<Lu, 'a' | 'commune'>) => {
  const etat = etatDAmelioration(a.lien)
  return (
    <p>
      {commune ? (
        <>
          {etat === 'descendue' ? 'La coopérative la demande' : 'La coopérative l’a prise'} : «{' '}
          {commune.titre} », {direClose(commune.closeLe)}
          {commune.effet ? `. Effet vérifié : ${commune.effet}` : ''}.
        </>
      ) : etat === 'laissee' ? (
        `La coopérative la laisse à l’enseigne : ${a.lien?.motif ?? ''}`
      ) : etat === 'montee' ? (
        'Elle est montée ; la coopérative n’a pas encore répondu.'
      ) : (
        'Elle n’est que celle de l’enseigne.'
      )}
    </p>
  )
}

export const Vue = ({
  lu,
  revenu,
}: {
  lu: Lu
  revenu: { readonly geste: string; readonly form: FormState } | undefined
}) => {
  const { a, toutes, liees } = lu
  const ici = ameliorationUrl({ ligne: a.id })
  const etat = etatDAmelioration(a.lien)
  const form = (nom: string) => (revenu?.geste === nom ? revenu.form : emptyForm()) as never
  const ouverte = !a.contenu.closeLe
  return (
    <Page title={a.titre} path={fil} alert={revenu?.form.alert}>
      <Definitions
        lignes={[
          [a.commune ? 'De' : 'Enseigne', a.commune ? 'la coopérative' : a.enseigne],
          ['Ouverte le', formaterDate(a.le as DateCivile, 'court')],
          ...champsDuRegistre
            .map((c) => [c.libelle, direChamp(c, a.contenu[c.nom])] as const)
            .filter(([nom, v]) => v !== '' && nom !== 'Close le'),
          ['Où elle en est', direClose(a.contenu.closeLe)],
        ]}
      />
      <Section
        titre={a.commune ? 'Aux enseignes' : 'À la coopérative'}
        id="lien"
        sous="Chacune se clôt à son niveau, ou toutes ensemble."
      >
        {a.commune ? <DeLaCooperative liees={liees} /> : <DeLEnseigne {...lu} />}
        {!a.commune && etat === 'seule' && ouverte ? (
          <Form form={emptyForm()} action={`${ici}/monter`} classe="">
            <Button genre="call">Faire monter à la coopérative</Button>
          </Form>
        ) : null}
        {toutes && etat === 'montee' ? (
          <>
            <Form form={emptyForm()} action={`${ici}/prendre`} classe="">
              <Button genre="call">La prendre à la coopérative</Button>
            </Form>
            <Form
              form={form('laisser')}
              action={`${ici}/laisser`}
              noms={{ motif: 'Pourquoi' }}
              classe="suite-f"
            >
              <Field
                form={form('laisser')}
                name="motif"
                label="Pourquoi la laisser à l’enseigne"
                maxlength={500}
              />
              <p>
                <Button>La laisser à l’enseigne</Button>
              </p>
            </Form>
          </>
        ) : null}
      </Section>
      {a.commune && toutes && ouverte && lu.aDemander.length > 0 ? (
        <Section titre="La demander à des enseignes" id="descendre">
          <Form
            form={form('descendre')}
            action={`${ici}/descendre`}
            noms={{ enseignes: 'Enseignes' }}
            classe="suite-f"
          >
            <CheckboxGroup
              form={form('descendre')}
              name="enseignes"
              label="Enseignes"
              options={lu.aDemander}
            />
            <p>
              <Button>La demander à ces enseignes</Button>
            </p>
          </Form>
        </Section>
      ) : null}
      {ouverte ? (
        <Section titre="Clore" id="clore" sous="Sur son effet vérifié.">
          <Clore form={form('clore')} action={`${ici}/clore`} libelle="Clore celle-ci" />
        </Section>
      ) : null}
      {a.commune && toutes && liees.some((x) => !x.contenu.closeLe) ? (
        <Section
          titre="Clore partout"
          id="clore-ensemble"
          sous="Celle de la coopérative et celles des enseignes, si elles se closent toutes."
        >
          <Clore form={form('ensemble')} action={`${ici}/ensemble`} libelle="Les clore ensemble" />
        </Section>
      ) : null}
    </Page>
  )
}
