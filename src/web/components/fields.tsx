import type { Child } from 'hono/jsx'
import {
  type FieldName,
  type FormState,
  fieldError,
  fieldId,
  fieldValue,
  fieldValues,
  rowsOf,
} from '#web/form-state.ts'

/** Ce que tout champ reçoit : le nom est vérifié contre le schéma du formulaire. */
type Commun<K extends string> = {
  readonly form: FormState<K>
  readonly name: FieldName<NoInfer<K>>
  readonly label: Child
  readonly hint?: Child
  /** Une phrase du métier, à défaut de celle du formulaire. */
  readonly error?: string | undefined
  readonly optional?: boolean
  /** Rien ne l’exige ici, mais l’étape qui suit le demandera : « pour publier » se lit « obligatoire pour publier ». */
  readonly plusTard?: string
  /** Largeur dans la grille de trois colonnes. */
  readonly span?: 1 | 2 | 3
  /** Ce qui distingue ce champ d’un autre du même nom dans la page : l’identifiant de sa ligne. */
  readonly cle?: string
}

const classeDe = (span: 1 | 2 | 3 | undefined): string =>
  span === 3 ? 'field l3' : span === 2 ? 'field l2' : 'field'

type Relie = {
  readonly id: string
  readonly phrase: string | undefined
  readonly attributs: {
    readonly id: string
    readonly name: string
    readonly 'aria-invalid'?: 'true'
    readonly 'aria-describedby'?: string
  }
}

const relier = <K extends string>(
  p: Pick<Commun<K>, 'form' | 'error' | 'cle'> & { name: string; hint?: Child },
): Relie => {
  const id = fieldId(p.cle ? `${p.name}-${p.cle}` : p.name)
  const phrase = p.error ?? fieldError(p.form, p.name)
  const decrit = [phrase ? `${id}-e` : '', p.hint ? `${id}-a` : ''].filter(Boolean).join(' ')
  return {
    id,
    phrase,
    attributs: {
      id,
      name: p.name,
      ...(phrase ? { 'aria-invalid': 'true' as const } : {}),
      ...(decrit ? { 'aria-describedby': decrit } : {}),
    },
  }
}

const Dessous = ({ id, phrase, hint }: { id: string; phrase: string | undefined; hint?: Child }) => (
  <>
    {phrase ? (
      <small class="erreur" id={`${id}-e`}>
        {phrase}
      </small>
    ) : null}
    {hint ? <small id={`${id}-a`}>{hint}</small> : null}
  </>
)

/** Ce qui se lit après le nom d’un champ que l’on peut laisser vide. */
const Mention = ({ optional, plusTard }: { optional?: boolean; plusTard?: string }) =>
  plusTard ? (
    <span class="sub"> obligatoire {plusTard}</span>
  ) : optional ? (
    <span class="sub"> facultatif</span>
  ) : null

type Nomme = { label: Child; optional?: boolean; plusTard?: string }

const Etiquette = ({ id, de: p }: { id: string; de: Nomme }) => (
  <label for={id}>
    {p.label}
    <Mention {...p} />
  </label>
)

type FieldProps<K extends string> = Commun<K> & {
  readonly type?: 'text' | 'email' | 'tel' | 'password' | 'search' | 'url' | undefined
  readonly inputmode?: 'text' | 'decimal' | 'numeric' | 'email' | 'tel' | undefined
  readonly autocomplete?: string
  readonly placeholder?: string
  readonly maxlength?: number
  /** « € », « h », écrit à droite du champ. */
  readonly unite?: string
}

/** Un champ d'une ligne. Un mot de passe ne revient jamais dans la page. */
export const Field = <K extends string>(p: FieldProps<K>) => {
  const r = relier(p)
  const type = p.type ?? 'text'
  const entree = (
    <input
      {...r.attributs}
      type={type}
      value={type === 'password' ? undefined : fieldValue(p.form, p.name)}
      inputmode={p.inputmode}
      autocomplete={p.autocomplete ?? 'off'}
      placeholder={p.placeholder}
      maxlength={p.maxlength}
    />
  )
  return (
    <p class={classeDe(p.span)}>
      <Etiquette id={r.id} de={p} />
      {p.unite ? (
        <span class="avec">
          {entree}
          <span aria-hidden="true">{p.unite}</span>
        </span>
      ) : (
        entree
      )}
      <Dessous id={r.id} phrase={r.phrase} hint={p.hint} />
    </p>
  )
}

export const TextArea = <K extends string>(p: Commun<K> & { readonly rows?: number }) => {
  const r = relier(p)
  const valeur = fieldValue(p.form, p.name)
  return (
    <p class={classeDe(p.span ?? 3)}>
      <Etiquette id={r.id} de={p} />
      {/* Un lecteur HTML mange la première fin de ligne d'un textarea : on la double. */}
      <textarea {...r.attributs} rows={p.rows ?? 4}>
        {valeur.startsWith('\n') ? `\n${valeur}` : valeur}
      </textarea>
      <Dessous id={r.id} phrase={r.phrase} hint={p.hint} />
    </p>
  )
}

export type Option = { readonly value: string; readonly label: string }

export const SelectField = <K extends string>(
  p: Commun<K> & {
    readonly options: readonly Option[] /** Première ligne, sans valeur. */
    readonly vide?: string
  },
) => {
  const r = relier(p)
  const valeur = fieldValue(p.form, p.name)
  return (
    <p class={classeDe(p.span)}>
      <Etiquette id={r.id} de={p} />
      <select {...r.attributs}>
        {p.vide === undefined ? null : <option value="">{p.vide}</option>}
        {p.options.map((o) => (
          <option value={o.value} selected={o.value === valeur}>
            {o.label}
          </option>
        ))}
      </select>
      <Dessous id={r.id} phrase={r.phrase} hint={p.hint} />
    </p>
  )
}

/** Une case. `large` : celle du téléphone, dans son cadre, au pouce. */
export const CheckboxField = <K extends string>(p: Commun<K> & { readonly large?: boolean }) => {
  const r = relier(p)
  const coche = (
    <input {...r.attributs} type="checkbox" value="on" checked={fieldValue(p.form, p.name) !== ''} />
  )
  return (
    <div class={classeDe(p.span ?? 3)}>
      <p class={p.large ? 'coche' : 'case'}>
        {coche}
        <label for={r.id}>{p.label}</label>
      </p>
      <Dessous id={r.id} phrase={r.phrase} hint={p.hint} />
    </div>
  )
}

const Groupe = <K extends string>(
  p: Commun<K> & { readonly options: readonly Option[]; readonly type: 'radio' | 'checkbox' },
) => {
  const r = relier(p)
  const valeurs = fieldValues(p.form, p.name)
  return (
    <fieldset class={classeDe(p.span ?? 3)} aria-describedby={r.attributs['aria-describedby']}>
      <legend class="label">
        {p.label}
        <Mention {...p} />
      </legend>
      <p class="choix">
        {p.options.map((o, i) => {
          const id = i === 0 ? r.id : `${r.id}-${i + 1}`
          return (
            <span>
              <input
                type={p.type}
                name={p.name}
                id={id}
                value={o.value}
                checked={valeurs.includes(o.value)}
                aria-invalid={r.phrase && p.type === 'checkbox' ? 'true' : undefined}
              />
              <label for={id}>{o.label}</label>
            </span>
          )
        })}
      </p>
      <Dessous id={r.id} phrase={r.phrase} hint={p.hint} />
    </fieldset>
  )
}

export const RadioGroup = <K extends string>(p: Commun<K> & { readonly options: readonly Option[] }) => (
  <Groupe {...p} type="radio" />
)
/** Plusieurs cases de même nom : le schéma est `plusieurs([...])`. */
export const CheckboxGroup = <K extends string>(p: Commun<K> & { readonly options: readonly Option[] }) => (
  <Groupe {...p} type="checkbox" />
)

/** Un fichier. `accept` aide le choix, le serveur vérifie les octets. Le formulaire porte `fichiers`. */
export const FileField = <K extends string>(p: Commun<K> & { readonly accept?: string }) => {
  const perdu = p.form.lost.get(p.name)
  const hint = perdu ? (
    <>
      À choisir de nouveau : {perdu}. {p.hint}
    </>
  ) : (
    p.hint
  )
  const r = relier({ ...p, hint })
  return (
    <p class={classeDe(p.span ?? 3)}>
      <Etiquette id={r.id} de={p} />
      <input {...r.attributs} type="file" accept={p.accept} />
      <Dessous id={r.id} phrase={r.phrase} hint={hint} />
    </p>
  )
}

/** Une section du formulaire : sa légende dans la marge, ses champs sur trois colonnes. */
export const FieldSection = ({
  titre,
  plein = false,
  children,
}: {
  titre: string
  plein?: boolean
  children?: Child
}) => (
  <fieldset class="sect">
    <legend class="sect-h">{titre}</legend>
    {plein ? children : <div class="champs">{children}</div>}
  </fieldset>
)

/**
 * Des rangs répétés. `children` rend les champs du rang `i` sous le préfixe donné (`seances[0]`). « Ajouter » et
 * « Retirer » sont des boutons d'envoi ; l'îlot `rangs` les fait sans quitter la page.
 */
export const RepeatedRows = <K extends string>({
  form,
  name,
  titre,
  ajouter,
  min = 1,
  max = 200,
  gestes,
  children,
}: {
  form: FormState<K>
  name: NoInfer<K>
  /** « Séance » : chaque rang se nomme « Séance 2 ». */
  titre: string
  ajouter: string
  min?: number
  max?: number
  /** D'autres gestes près de « Ajouter ». */
  gestes?: Child
  children: (prefixe: `${NoInfer<K>}[${number}]`, rang: number) => Child
}) => {
  const nombre = rowsOf(form, name, min)
  const phrase = fieldError(form, name)
  return (
    <div
      class="rangs-f"
      data-rangs={name}
      data-max={String(max)}
      id={fieldId(name)}
      tabindex={phrase ? -1 : undefined}
    >
      {phrase ? <p class="erreur">{phrase}</p> : null}
      {Array.from({ length: nombre }, (_, i) => (
        <fieldset class={aFaute(form, `${name}[${i}]`) ? 'rang faute' : 'rang'} data-rang={String(i)}>
          <legend>
            {titre} {i + 1}
          </legend>
          {children(`${name}[${i}]`, i)}
          {nombre > min ? (
            <p class="oter">
              <button class="link" type="submit" name="retirer" value={`${name}[${i}]`}>
                Retirer<span class="unseen"> {`${titre} ${i + 1}`}</span>
              </button>
            </p>
          ) : null}
        </fieldset>
      ))}
      <p id={`${fieldId(name)}-suite`}>
        <button class="button" type="submit" name="ajouter" value={name} disabled={nombre >= max}>
          {ajouter}
        </button>
        {gestes}
      </p>
    </div>
  )
}

const aFaute = (form: FormState, prefixe: string): boolean =>
  [...form.errors.keys()].some((nom) => nom === prefixe || nom.startsWith(`${prefixe}.`))
