/** Un courriel tel qu’il partirait : son objet s’il n’est pas dit ailleurs, puis ses lignes, comme on les a écrites. */
export const Courriel = ({ objet, texte }: { objet?: string; texte: string }) => (
  <blockquote class="courriel">
    {objet === undefined ? null : (
      <p>
        <strong>{objet}</strong>
      </p>
    )}
    {texte
      .trim()
      .split(/\n{2,}/)
      .map((p) => (
        <p>
          {p.split('\n').map((l, i) => (
            <>
              {i > 0 ? <br /> : null}
              {l}
            </>
          ))}
        </p>
      ))}
  </blockquote>
)
