/** Ce que l’on remplit pour signer par un lien, quelle que soit la pièce. */
import { Button, CheckboxField, Field, Form } from '#web/components.tsx'
import { type FormState, fieldError } from '#web/form.ts'
import { masquerCourriel } from '../domain/signer-piece.ts'

/** Ce que chaque bouton attend : demander un code, c’est avoir dit qui l’on est, et à quoi l’on consent. */
export const fautesDeSignature = (
  geste: string,
  acte: string,
  s: {
    readonly nom: string
    readonly qualite: string
    readonly consentement: boolean
    readonly code: string
    readonly motif: string
  },
): [keyof typeof s, string][] => {
  const f: [keyof typeof s, string][] = []
  if (geste === 'refuser') {
    if (s.motif.length < 3) f.push(['motif', 'Dites pourquoi : l’organisme pourra corriger la pièce.'])
    return f
  }
  if (!s.consentement)
    f.push([
      'consentement',
      acte === 'accuse'
        ? 'Cochez la case pour accuser réception.'
        : 'Cochez la case : on ne signe pas sans y consentir.',
    ])
  if (acte === 'accuse') return f
  if (s.nom.length < 2) f.push(['nom', 'Écrivez votre nom, tel qu’il sera gardé avec la signature.'])
  if (s.qualite.length < 2)
    f.push(['qualite', 'Écrivez à quel titre vous signez : « gérante », « stagiaire ».'])
  if (geste === 'signer' && !/^\d{6}$/.test(s.code.replace(/\D/g, '')))
    f.push(['code', 'Écrivez les six chiffres reçus par courriel.'])
  return f
}

/** Signer par un lien : son nom, sa qualité, son consentement, puis le code reçu ; ou refuser, et dire pourquoi. Sans script. */
export const Signer = ({
  form,
  codeParti,
  consentement,
  debutAnticipe,
  courriel,
  gardes,
}: {
  form: FormState<'nom' | 'qualite' | 'consentement' | 'anticipe' | 'code' | 'motif'>
  codeParti: boolean
  consentement: string
  debutAnticipe?: string | undefined
  courriel: string
  /** Ce qui est gardé avec la signature. */
  gardes: string
}) => (
  <>
    <Form
      form={form}
      noms={{ nom: 'Votre nom', qualite: 'Votre qualité', consentement: 'Consentement', code: 'Code' }}
    >
      <div class="champs">
        <Field form={form} name="nom" label="Votre nom" autocomplete="name" maxlength={200} span={3} />
        <Field
          form={form}
          name="qualite"
          label="Votre qualité"
          hint="À quel titre vous signez : gérante, directeur, stagiaire."
          autocomplete="organization-title"
          maxlength={120}
          span={3}
        />
        <CheckboxField form={form} name="consentement" large label={consentement} />
        {debutAnticipe ? (
          <CheckboxField
            form={form}
            name="anticipe"
            large
            label={debutAnticipe}
            hint="Facultatif : vous pouvez signer sans cocher cette case."
          />
        ) : null}
        {codeParti ? (
          <Field
            form={form}
            name="code"
            label="Le code reçu par courriel"
            hint={`Six chiffres, envoyés à ${masquerCourriel(courriel)}. Ils valent quinze minutes.`}
            inputmode="numeric"
            autocomplete="one-time-code"
            maxlength={20}
            span={3}
          />
        ) : null}
        <div class="actions l3">
          <p>
            {codeParti ? (
              <>
                <Button genre="call" geste="signer">
                  Signer la pièce
                </Button>
                <Button geste="code">Renvoyer un code</Button>
              </>
            ) : (
              <>
                <Button genre="call" geste="code">
                  Recevoir le code pour signer
                </Button>
                <span class="sub">Il part à {masquerCourriel(courriel)}.</span>
              </>
            )}
          </p>
        </div>
        <p class="sub l3">Avec la signature sont gardés : {gardes}. Rien d’autre.</p>
      </div>
    </Form>
    <details open={fieldError(form, 'motif') !== undefined}>
      <summary>Je ne veux pas signer cette pièce</summary>
      <Form form={form}>
        <div class="champs">
          <Field form={form} name="motif" label="Pourquoi" maxlength={500} span={3} />
          <p class="l3">
            <Button genre="grave" geste="refuser">
              Refuser la pièce
            </Button>
          </p>
        </div>
      </Form>
    </details>
  </>
)
