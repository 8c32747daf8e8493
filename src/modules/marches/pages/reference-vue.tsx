/** La référence d’un marché gagné : chaque membre range la sienne à son coffre, avec l’accord du client. */
import { Section, TextArea } from '#web/components.tsx'
import { aUneReference } from '../domain/reference.ts'
import { coffreUrl } from '../liens.ts'
import { action, type Props, Volet } from './suite-vue.tsx'

export const Reference = ({ lu, form: de }: Props) =>
  aUneReference({ issue: lu.issue, d: lu.r.d }) ? (
    <Section
      titre="Votre référence"
      id="reference"
      sous="Coforme la compose de ce que dit ce dossier : le marché, votre partie, vos bons. Elle va à votre coffre, que votre coopérative seule lit."
    >
      <Volet
        titre="Ranger la référence au coffre"
        ouvert={false}
        form={de('reference')}
        action={action(lu, 'reference')}
        noms={{ accord: 'Accord du client' }}
        libelle="Ranger la référence"
        suite={<a href={coffreUrl()}>Votre coffre</a>}
      >
        <TextArea
          form={de('reference')}
          name="accord"
          label="Qui, chez le client, accepte d’être cité, et quand"
          rows={2}
        />
      </Volet>
    </Section>
  ) : null
