import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { ko, ok } from '#kernel/result.ts'
import { compter } from '#kernel/texte.ts'
import { adhesions, exigenceSecondFacteur, secondFacteurUrl } from '#modules/comptes/index.ts'
import type { Services } from '#platform/services.ts'
import { Actions, FieldSection, Form, Page, RadioGroup, Section } from '#web/components.tsx'
import { choix } from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { type DelaiDuCode, delaisDuCode } from '../domain/securite.ts'
import { ouvrirPorts, type Prises } from '../gestes/composer.ts'
import { demanderLeCode } from '../gestes/securite.ts'
import { geste } from '../web/geste.tsx'
import { securiteUrl } from '../web/liens.ts'
import { racine } from './commun.tsx'

const fields = z.object({ delai: choix(delaisDuCode, { phrase: 'Choisissez l’une des réponses.' }) })

const libelles: Readonly<Record<DelaiDuCode, string>> = {
  non: 'Non\u00a0: chacun choisit',
  '0': 'Oui, dès aujourd’hui',
  '7': 'Oui, dans sept jours',
  '14': 'Oui, dans quatorze jours',
  '30': 'Oui, dans trente jours',
}

type Lu = { readonly administre: boolean; readonly du: DateCivile | null; readonly sans: readonly string[] }

const Vue = ({ lu, form }: { lu: Lu; form: FormOf<typeof fields> }) => (
  <Page
    title="Sécurité des accès"
    path={racine}
    lede={
      lu.du
        ? `À partir du ${formaterDate(lu.du)}, chaque membre entre avec un code en plus de son mot de passe.`
        : 'Un mot de passe se devine ou se vole. Avec le code du téléphone, il ne suffit plus.'
    }
    alert={form.alert}
  >
    <Section
      titre="Sans code aujourd’hui"
      id="sans-code"
      sous={lu.sans.length > 0 ? compter(lu.sans.length, 'membre') : undefined}
    >
      <p>{lu.sans.length === 0 ? 'Toute l’équipe a son code.' : `${lu.sans.join(', ')}.`}</p>
    </Section>
    <Form form={form} noms={{ delai: 'Un code pour toute l’équipe' }}>
      <FieldSection titre="Ce que la coopérative demande">
        <RadioGroup
          form={form}
          name="delai"
          label="Un code pour toute l’équipe"
          hint="Qui n’en a pas reçoit un courriel avec le jour choisi. Dès ce jour, ses pages la mènent d’abord à l’activation ; les liens d’émargement et de signature s’ouvrent comme avant."
          options={delaisDuCode.map((value) => ({ value, label: libelles[value] }))}
        />
      </FieldSection>
      <Actions libelle="Enregistrer" />
    </Form>
  </Page>
)

/** Le second facteur, demandé à toute l’équipe : dès aujourd’hui, ou au bout d’un délai. */
export const securitePage = (
  prises: Pick<Prises, 'sessionsEnCours'>,
  services: Pick<Services, 'clock' | 'storage' | 'keys' | 'config'>,
) =>
  geste({
    lien: securiteUrl,
    droit: 'membres.gerer',
    lire: async (tx): Promise<Lu> => {
      const [exigence, membres] = [await exigenceSecondFacteur(tx), await adhesions(tx)]
      return {
        administre: exigence !== undefined,
        du: (exigence?.du ?? null) as DateCivile | null,
        sans: membres
          .filter((m) => exigence?.sans.includes(m.compte))
          .map((m) => `${m.prenom} ${m.nom}`.trim()),
      }
    },
    peut: ({ administre }) =>
      administre ||
      'Seule une personne qui administre toute la coopérative, et non une enseigne, règle ceci.',
    champs: fields,
    depart: (_tx, { du }) => (du ? {} : { delai: 'non' }),
    vue: (lu, form) => <Vue lu={lu} form={form} />,
    faire: async (tx, { data, visiteur }) => {
      const ports = await ouvrirPorts(services, prises, tx, visiteur)
      if (!ports)
        return ko({
          code: 'enseigne',
          phrase: 'Aucune de vos enseignes n’est ouverte\u00a0: rien ne peut s’y écrire.',
        })
      const fait = await demanderLeCode(ports, `${services.config.origine}${secondFacteurUrl()}`)(data.delai)
      return fait.ok ? ok({ ...fait.value, demande: data.delai !== 'non' }) : fait
    },
    suite: ({ prevenus, demande }) => ({
      vers: securiteUrl(),
      dit: {
        genre: 'fait',
        fort: demande ? 'Le code est demandé à toute l’équipe.' : 'Chacun choisit.',
        ...(prevenus > 0
          ? { suite: `${compter(prevenus, 'membre')} sans code : un courriel part à chacun.` }
          : {}),
      },
    }),
  })
